import { expect } from 'chai';
import * as fc from 'fast-check';
import { millis, toInstant, type Instant } from '@yingji/core';
import { createManualClock, createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { seeds } from '../../test/seeds.js';
import { sqlPoll, type SqlRow } from './index.js';

const S = 1_000;
const MIN = 60 * S;
const EVERY = 10 * S;
const OVERLAP = MIN;
const START = '2026-06-12T16:00:00+08:00' as Instant;
const FAR = 100 * 24 * 60 * MIN;

/** What may happen at a source between two polls. A row's time stands so far from when it is committed. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ commits: fc.integer({ min: -OVERLAP + S, max: 0 }) }) },
  { weight: 1, arbitrary: fc.record({ commits: fc.oneof(fc.integer({ min: 0, max: 120 * MIN }), fc.constant(FAR)) }) },
  { weight: 4, arbitrary: fc.record({ passes: fc.integer({ min: 0, max: 2 * MIN }) }) },
  { weight: 1, arbitrary: fc.record({ isDownFor: fc.integer({ min: MIN, max: 180 * MIN }) }) },
  { weight: 1, arbitrary: fc.record({ setsBack: fc.integer({ min: S, max: 60 * MIN }) }) },
  { weight: 2, arbitrary: fc.record({ keeps: fc.boolean() }) },
);

/** As the database writes it: of its place, in whole seconds or finer. */
const written = (ms: number): string =>
  toInstant(ms + 8 * 60 * MIN)
    .replace('T', ' ')
    .replace('Z', '');
const readTime = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);

describe('rows that are polled', () => {
  it('are all kept in the end: late and ahead of their time, past outages, refusals and clocks set back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const clock = createManualClock(START);
        const began = millis(clock.now());
        const table: { readonly n: string; readonly ms: number }[] = [];
        let down = false;
        let keeps = true;
        const ending = new AbortController();
        const { packets, closed } = await sqlPoll({
          connect: () =>
            down
              ? Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
              : Promise.resolve({
                  end: () => Promise.resolve(),
                  rows: (_statement, [since, most]) =>
                    Promise.resolve(
                      table
                        .filter(({ ms }) => ms >= readTime(since))
                        .sort((a, b) => a.ms - b.ms)
                        .slice(0, most)
                        .map(({ n, ms }): SqlRow => ({ n, gxsj: written(ms) })),
                    ),
                }),
          ...{ statement: '', mark: 'gxsj', most: 5, everyS: EVERY / S, overlapS: OVERLAP / S, lookbackS: 3_600 },
          readTime,
        }).open(
          { source: 'x', clock, ids: createSeededIds(), logger: createMemoryLogger(), status: () => undefined },
          ending.signal,
        );
        const kept = new Set<string>();
        const reading = (async () => {
          for await (const { bytes, settled } of packets) {
            if (keeps) for (const { n } of JSON.parse(new TextDecoder().decode(bytes)) as { n: string }[]) kept.add(n);
            settled(keeps ? 'stored' : 'retry');
          }
        })();

        for (const each of steps) {
          // No two at one time: pages of five that all have it are told, and not read.
          if ('commits' in each) {
            const n = String(table.length + 1);
            table.push({ n, ms: clock.elapsed() + each.commits - (each.commits % S) + table.length });
          } else if ('passes' in each) await clock.pass(each.passes);
          else if ('setsBack' in each) clock.turnBack(each.setsBack);
          else if ('keeps' in each) keeps = each.keeps;
          else {
            down = true;
            await clock.pass(each.isDownFor);
            down = false;
          }
        }
        keeps = true;
        await clock.pass(3 * EVERY);
        ending.abort();
        await Promise.all([reading, closed]);
        const due = table.filter(({ ms }) => ms >= began - 3_600 * S);
        expect(due.map(({ n }) => n).filter((n) => !kept.has(n))).to.deep.equal([]);
      }),
      // A thousand take six seconds.
      seeds(300),
    );
  });
});
