import { readFileSync } from 'node:fs';
import { parseInstant, type FeedDefinition, type Json } from '@yingji/core';
import { expect } from 'chai';
import { quickest } from './timing.js';
import { calls119 } from '../src/calls/index.js';
import { mqtt } from '../src/mqtt/index.js';
import { webhook } from '../src/webhook/index.js';

const SIZE = 8 * 1_048_576;
const half = SIZE / 2;
const shapes = [
  // Cut, and whole.
  '['.repeat(SIZE),
  '['.repeat(half) + ']'.repeat(half),
  '{"a":'.repeat(SIZE / 5),
  ' '.repeat(half) + '['.repeat(half),
];
const receivedAt = parseInstant('2026-06-12T16:00:00+08:00')!;
const configOf = (folder: string): Json =>
  (JSON.parse(readFileSync(new URL(`../src/${folder}/check.json`, import.meta.url), 'utf8')) as { config: Json })
    .config;

const feeds: readonly (readonly [FeedDefinition, Json, string])[] = [
  [calls119, configOf('calls'), ''],
  [webhook, configOf('webhook'), ''],
  [mqtt, configOf('mqtt'), '$oc/devices/1/sys/properties/report\n-\n'],
  [mqtt, configOf('mqtt'), 'city/smoke/D1\n-\n'],
];

function isRefused(feed: FeedDefinition, config: Json, { text, code, withinMs }: Refusal): void {
  const bytes = new TextEncoder().encode(text);
  const spent = quickest(() => {
    const { ok, drafts, issues } = feed.decode(bytes, { source: 'x', receivedAt, config });
    expect([ok, drafts, issues.map((each) => each.code)]).to.deep.equal([false, [], [code]]);
  }, withinMs);
  expect(spent).to.be.below(withinMs);
}
interface Refusal {
  readonly text: string;
  readonly code: string;
  readonly withinMs: number;
}

describe('8 MB of brackets', function () {
  this.timeout(60_000);
  for (const [feed, config, before] of feeds)
    it(`are refused for their depth in less than 100 ms: ${feed.id} ${before.split('\n')[0]}`, () => {
      for (const text of shapes) isRefused(feed, config, { text: before + text, code: 'json-too-deep', withinMs: 100 });
    });
});

describe('8 MB of values', function () {
  this.timeout(60_000);
  const flat = (one: string): string => `[${`${one},`.repeat(SIZE / (one.length + 1))}0]`;
  const shapes = [
    flat('[]'),
    flat('{"a":1}'),
    flat('1'),
    // Each member by another name.
    `{${Array.from({ length: SIZE / 12 }, (_, i) => `"k${i}":1`).join()}}`,
    `{"jjdbh":"1","bjnr":"x","jjsj":"2026-06-12 09:45:00","rest":${flat('[]')}}`,
  ];
  for (const [feed, config, before] of feeds)
    it(`are refused for their number in less than 200 ms: ${feed.id} ${before.split('\n')[0]}`, () => {
      for (const text of shapes)
        isRefused(feed, config, { text: before + text, code: 'json-too-many-values', withinMs: 200 });
    });

  it('are refused as cells too, and as fields of one record of a call', () => {
    const codesOf = (text: string): readonly string[] =>
      calls119
        .decode(new TextEncoder().encode(text), { source: 'x', receivedAt, config: configOf('calls') })
        .issues.map(({ code }) => code);
    expect(codesOf('a,'.repeat(SIZE / 2))).to.deep.equal(['calls-too-many-cells']);
    const record = { jjdbh: '1', bjnr: 'x', jjsj: '2026-06-12 09:45:00' };
    const wide = (fields: number): string => JSON.stringify({ ...record, list: Array(fields).fill({ a: 1 }) });
    expect(codesOf(wide(1_900))).to.deep.equal([]);
    expect(codesOf(wide(2_001))).to.deep.equal(['calls-too-wide']);
  });

  it('are no list of every device of a city, which is taken whole: thirteen thousand in one body', () => {
    const devices = Array.from({ length: 13_000 }, (_, i) => ({
      ...{ id: `45010300${i}`, smoke: 0, battery: 3.6, at: '2026-06-12 15:59:00', floor: i % 30, model: 'JTY-GD' },
      ...{ lon: 108.35, lat: 22.82, tags: ['a', 'b'], states: { tamper: false, muted: false }, signal: -71 },
    }));
    const rule = {
      ...{ as: 'observations', device: '/id', at: '/at' },
      readings: [{ quantity: 'battery-voltage', path: '/battery', unit: 'V' }],
    };
    const config = { items: '/data', rules: [rule] };
    const bytes = new TextEncoder().encode(JSON.stringify({ code: 0, data: devices }));
    const { ok, drafts, issues } = webhook.decode(bytes, { source: 'x', receivedAt, config });
    expect([ok, drafts.length, issues]).to.deep.equal([true, 13_000, []]);
  });

  it('are no message of a gateway with as many devices behind it; one of more is kept aside as a whole', () => {
    const services = [{ service_id: 'Smoke', properties: { state: 0 }, event_time: '20260612T075900Z' }];
    const of = (count: number) => {
      const devices = Array.from({ length: count }, (_, i) => ({ device_id: `d${i}`, services }));
      const text = `$oc/devices/1/sys/gateway/sub_devices/properties/report\n-\n${JSON.stringify({ devices })}`;
      const given = configOf('mqtt') as { readonly routes: readonly { readonly as: string }[] };
      const { issues } = mqtt.decode(new TextEncoder().encode(text), {
        source: 'x',
        receivedAt,
        config: given as never,
      });
      return [...new Set(issues.map(({ code, path }) => `${code} ${path.replace(/\d+/g, 'n')}`))];
    };
    expect(of(20_001)).to.deep.equal(['iotda-too-many ']);
    expect(of(13_000)).to.deep.equal([]);
  });
});
