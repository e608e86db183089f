import { expect } from 'chai';
import type { Draft } from '../model/change.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createMemoryLogger, createSeededIds, fireAlarm, hostileDrafts } from '../testing/index.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { stated } from '../feed/push.js';
import { createCity } from './city.js';

const turn = async (): Promise<void> => {
  for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};

const clock = createManualClock();

describe('what a city is told to break it', () => {
  for (const { name, code, kept, make } of hostileDrafts)
    it(`${name}: ${code}, and the alarm beside it stands`, async () => {
      const { store, vault, quarantine } = createMemoryStore({ clock, ids: createSeededIds(3) });
      const fire = createFeedByHand(clock);
      const logger = createMemoryLogger();
      const city = await createCity({
        ...{ store, vault, clock, logger, ids: createSeededIds(5) },
        feeds: [{ feed: fire.feed, source: 'fire' }],
      });
      const [alarm, value] = fireAlarm('1');
      const prototype = Object.getOwnPropertyNames(Object.prototype).length;
      fire.deliver('m1', [], { drafts: [make('fire', clock.now()) as Draft, stated(alarm, value, clock.now())] });
      for (let i = 0; fire.verdicts.length === 0 && i < 400; i += 1) await turn();
      expect(logger.lines.map((line) => line.code)).to.include(code);
      expect(fire.verdicts).to.deep.equal(['stored']);
      expect(city.view.get(alarm)?.id, 'the alarm beside it').to.equal(alarm);
      expect(city.view.find({ kind: 'report' }).length, 'what is kept of itself').to.equal(kept ? 2 : 1);
      expect(quarantine.length, 'in quarantine').to.equal(1);
      const text = new TextDecoder().decode(vault.unseal(quarantine[0]!.sealed));
      expect(text.length, 'and there within a bound').to.be.below(40_000_000);
      expect((JSON.parse(text) as unknown[]).length, 'beside what it came with').to.equal(2);
      expect([Object.getOwnPropertyNames(Object.prototype).length, ({} as { b?: unknown }).b]).to.deep.equal([
        prototype,
        undefined,
      ]);
      expect(JSON.stringify(city.view.find({ kind: 'report' })).length).to.be.below(10_000);
      await city.close();
    }).timeout(60_000);
});
