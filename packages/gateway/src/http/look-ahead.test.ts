import { allClearQuery, entityId, type Ahead } from '@yingji/core';
import { createEntries, detector } from '@yingji/core/testing';
import { expect } from 'chai';
import { startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { openStream } from '../../test/stream-reader.js';
import { createLookAhead } from './look-ahead.js';

const quarter = entityId('place', 'registry', 'quarter');
const queries = { calm: allClearQuery({ place: quarter, eventTypes: ['12G00'] }) };

describe('looking ahead for an all-clear', () => {
  it('has a turn for everybody else between two pieces, and says who pays for each', async () => {
    const said: string[] = [];
    let left = 3;
    const ahead = (): Ahead => ({
      step: () => {
        said.push('piece');
        return (left -= 1) === 0;
      },
      stop: () => said.push('let go'),
    });
    const other = setInterval(() => undefined, 1_000);
    const turns = (): void => void (left > 0 && setImmediate(() => (said.push('other'), turns())));
    turns();
    let paid = 0;
    const letGo = await createLookAhead({ ahead })({ queries, once: false, spend: (job) => ((paid += 1), job()) });
    clearInterval(other);
    letGo();
    expect(said.filter((each) => each !== 'other')).to.deep.equal(['piece', 'piece', 'piece', 'let go']);
    expect(said.join()).to.match(/piece,(other,)+piece,(other,)+piece/);
    expect(paid, 'and for beginning').to.equal(4);
  });

  it('lets go of the questions before one that cannot be asked', async () => {
    let stopped = 0;
    const ahead = (query: object): Ahead => {
      if (query === second) throw new Error('bad');
      return { step: () => true, stop: () => (stopped += 1) };
    };
    const second = { kind: 'all-clear' };
    const asking = createLookAhead({ ahead })({ queries: { ...queries, second }, once: true, spend: (job) => job() });
    expect(await asking.catch(String)).to.equal('Error: bad');
    expect(stopped).to.equal(1);
  });

  describe('over HTTP', () => {
    let at: HttpFixture;
    const turns: { pieces: number; kept: number }[] = [];
    beforeEach(async () => {
      turns.length = 0;
      at = await startHttp();
      const make = createEntries();
      const stands = { detects: ['12G'], contract: { by: 'event' }, place: quarter };
      const devices = Array.from({ length: 2_000 }, (_, n) => make.put(...detector(`q-${n}`, stands)));
      at.view.apply([make.put(quarter, { name: 'x', scheme: 'grid' }), ...devices], at.view.now);
      const { ahead } = at.view;
      Object.assign(at.view, {
        ahead(...asked: Parameters<typeof ahead>) {
          const mine = ahead(...asked);
          const turn = { pieces: 0, kept: 1 };
          turns.push(turn);
          return {
            step: () => ((turn.pieces += 1), mine.step()),
            stop: () => ((turn.kept -= 1), mine.stop()),
          };
        },
      });
    });
    afterEach(() => at.close());

    it('is done a piece at a time for a stream, and let go of once that follows it', async () => {
      const stream = await openStream(at, { t: 'open', versions: [2], queries });
      const seen = await stream.until(({ t }) => t === 'ready');
      expect(JSON.stringify(seen)).to.include('"silent":2000').and.to.include('"state":"unknown"');
      expect(turns).to.have.length(1);
      expect(turns[0]!.pieces).to.be.above(5);
      expect(turns[0]!.kept).to.equal(0);
      await stream.close();
    });

    it('is done for one who asks once, and let go of after the answer', async () => {
      const answer = await at.post('/api/view', { queries });
      expect(JSON.stringify(await answer.json())).to.include('"silent":2000');
      expect(turns.map(({ kept }) => kept)).to.deep.equal([0]);
      expect(turns[0]!.pieces).to.be.above(5);
    });

    it('is let go of when the stream is refused', async () => {
      const open = await Promise.all(
        Array.from({ length: 4 }, () => openStream(at, { t: 'open', versions: [99], queries })),
      );
      for (const stream of open) await stream.ended();
      expect(turns.map(({ kept }) => kept)).to.deep.equal([0, 0, 0, 0]);
    });
  });
});
