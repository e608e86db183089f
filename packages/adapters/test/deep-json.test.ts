import { readFileSync } from 'node:fs';
import { parseInstant, type FeedDefinition, type Json } from '@yingji/core';
import { expect } from 'chai';
import { calls119 } from '../src/calls/index.js';
import { mqtt } from '../src/mqtt/index.js';
import { webhook } from '../src/webhook/index.js';

const SIZE = 8 * 1_048_576;
const half = SIZE / 2;
const shapes: readonly (readonly [string, string])[] = [
  ['lists that are cut', '['.repeat(SIZE)],
  ['lists', '['.repeat(half) + ']'.repeat(half)],
  ['objects that are cut', '{"a":'.repeat(SIZE / 5)],
  ['lists behind blanks', ' '.repeat(half) + '['.repeat(half)],
];
const receivedAt = parseInstant('2026-06-12T16:00:00+08:00')!;
const configOf = (folder: string): Json =>
  (JSON.parse(readFileSync(new URL(`../src/${folder}/check.json`, import.meta.url), 'utf8')) as { config: Json })
    .config;

describe('8 MB of brackets', function () {
  this.timeout(30_000);
  const feeds: readonly (readonly [FeedDefinition, Json, string])[] = [
    [calls119, configOf('calls'), ''],
    [webhook, configOf('webhook'), ''],
    [mqtt, configOf('mqtt'), '$oc/devices/1/sys/properties/report\n-\n'],
    [mqtt, configOf('mqtt'), 'city/smoke/D1\n-\n'],
  ];
  for (const [feed, config, before] of feeds)
    it(`are refused for their depth in less than 100 ms: ${feed.id} ${before.split('\n')[0]}`, () => {
      for (const [name, text] of shapes) {
        const bytes = new TextEncoder().encode(before + text);
        const took = [1, 2, 3].map(() => {
          const began = performance.now();
          const { ok, drafts, issues } = feed.decode(bytes, { source: 'x', receivedAt, config });
          expect([ok, drafts, issues.map(({ code }) => code)], name).to.deep.equal([false, [], ['json-too-deep']]);
          return performance.now() - began;
        });
        expect(Math.min(...took), `${name}, of three tries`).to.be.below(100);
      }
    });
});
