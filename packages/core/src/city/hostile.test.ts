import { expect } from 'chai';
import type { Draft } from '../model/change.js';
import { entityId } from '../model/id.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createMemoryLogger, createSeededIds, fireAlarm } from '../testing/index.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { stated } from '../feed/push.js';
import { createCity } from './city.js';

const turn = async (): Promise<void> => {
  for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};

const clock = createManualClock();
const draft = (more: object = {}, value: object = {}): Draft => ({
  ...stated(entityId('report', 'fire', 'bad'), { channel: '110', title: '火', ...value }, clock.now()),
  ...more,
});

const deep = (levels: number): unknown => JSON.parse(`${'{"__proto__":'.repeat(levels)}1${'}'.repeat(levels)}`);
const wide = (): object => Object.fromEntries(Array.from({ length: 1_000_000 }, (_, n) => [`k${n}`, n]));

/** What a careless or an evil mapping may hand over, and the Issue that says so. */
const HOSTILE: readonly (readonly [name: string, code: string, make: () => unknown])[] = [
  ['a date in the year 275760', 'invalid-value', () => draft({ at: '+275760-09-13T00:00:00.000Z' })],
  ['a date that is no text', 'invalid-value', () => draft({ at: 1_781_251_200_000 })],
  ['NaN', 'invalid-value', () => draft({}, { accuracyM: NaN })],
  ['half a character in an id', 'invalid-value', () => draft({ id: 'report/fire/\ud83d' })],
  ['half a character in a text', 'not-unicode', () => draft({}, { title: '火\ud83d' })],
  ['the way to a prototype, deep inside', 'invalid-value', () => draft({}, { extra: { 'v:a': { b: [deep(20)] } } })],
  ['a text of 10 MB', 'text-too-long', () => draft({}, { narrative: 'x'.repeat(10_000_000) })],
  ['a million members', 'unknown-member', () => draft({}, wide())],
  ['a million members of a vendor', 'unknown-member', () => draft({}, { extra: wide() })],
  ['an unknown kind', 'unknown-kind', () => draft({ kind: 'spell', id: 'spell/fire/1' })],
  ['a newer version', 'unknown-version', () => draft({ v: 9 })],
];

describe('what a city is told to break it', () => {
  for (const [name, code, make] of HOSTILE)
    it(`${name}: ${code}, and the alarm beside it stands`, async () => {
      const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
      const fire = createFeedByHand(clock);
      const logger = createMemoryLogger();
      const city = await createCity({
        ...{ store, vault, clock, logger, ids: createSeededIds(5) },
        feeds: [{ feed: fire.feed, source: 'fire' }],
      });
      const [alarm, value] = fireAlarm('1');
      const prototype = Object.getOwnPropertyNames(Object.prototype).length;
      fire.deliver('m1', [], { drafts: [make() as Draft, stated(alarm, value, clock.now())] });
      for (let i = 0; fire.verdicts.length === 0 && i < 400; i += 1) await turn();
      expect(logger.lines.map((line) => line.code)).to.include(code);
      expect(fire.verdicts).to.deep.equal(['stored']);
      expect(city.view.get(alarm)?.id, 'the alarm beside it').to.equal(alarm);
      expect([Object.getOwnPropertyNames(Object.prototype).length, ({} as { b?: unknown }).b]).to.deep.equal([
        prototype,
        undefined,
      ]);
      expect(JSON.stringify(city.view.find({ kind: 'report' })).length).to.be.below(10_000);
      await city.close();
    }).timeout(60_000);
});
