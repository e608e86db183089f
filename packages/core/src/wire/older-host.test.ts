import { expect } from 'chai';
import { YingjiError } from '../error.js';
import { createPipe, createSeededIds } from '../testing/index.js';
import { actor, incident, opened, pass, query, turn, world } from '../testing/wire-world.js';
import { entityId } from '../model/id.js';
import { allClearQuery } from '../view/all-clear-query.js';
import { withAllClear } from '../view/all-clear-view.js';
import type { Delta, Health } from '../view/view.js';
import { createHub } from './hub.js';
import type { Open } from './messages.js';
import { createRemoteView, type RemoteView } from './remote-view.js';

const place = entityId('place', 'registry', 'yard');
const question = allClearQuery({ place, eventTypes: ['12G00'] });
const isAllClear = ({ queries }: Open): boolean => Object.values(queries).some(({ kind }) => kind === 'all-clear');

/** A host of before there were all-clears, of a version of the wire: it refuses the whole of what names one. */
function older(version: 1 | 2) {
  const { view, make, clock, say } = world();
  withAllClear(view);
  const ids = createSeededIds(9);
  const hub = createHub({ city: 'test', view, clock, ids });
  const pipe = createPipe(() => hub, actor);
  const asked: Open[] = [];
  let knows = false;
  const stops: (() => void)[] = [];
  function remote(): { far: RemoteView; healths: Health[] } {
    const far = createRemoteView({
      async *connect(open, stop) {
        asked.push(open);
        if (!knows && isAllClear(open))
          throw new YingjiError('bad-open', 'this is no opening message: kind is none that can be asked for.');
        yield* pipe.connect({ ...open, versions: open.versions.filter((each) => each <= version) }, stop);
      },
      send: view.send,
      clock,
      ids,
    });
    const healths: Health[] = [];
    far.health$.subscribe((health) => healths.push(health));
    stops.push(() => far.close());
    return { far, healths };
  }
  return {
    ...{ view, make, clock, say, pipe, asked, remote },
    update: (to = true) => void (knows = to),
    stop: () => [...stops, () => hub.close()].forEach((each) => each()),
  };
}

const follow = ({ far }: { far: RemoteView }, of: Parameters<RemoteView['select']>[0]): Delta[] => {
  const deltas: Delta[] = [];
  far.select(of).subscribe((delta) => deltas.push(delta));
  return deltas;
};

for (const version of [1, 2] as const)
  describe(`wire: a host of version ${version} that knows no all-clear`, () => {
    it('tells everything else; the all-clear it does not tell has no row', async () => {
      const at = older(version);
      await at.say(opened(at.make, 1));
      const side = at.remote();
      const [incidents, clear] = [follow(side, query), follow(side, question)];
      await turn();
      expect(incidents.flatMap(({ put }) => put.map(({ id }) => id))).to.deep.equal([incident(1)]);
      expect(clear.map(({ reset, put, gap }) => [reset, put, gap])).to.deep.equal([[true, [], false]]);
      expect(clear[0]!.now).to.equal(at.view.now);
      expect(side.healths.at(-1)).to.deep.include({ link: { state: 'live', since: at.view.now } });
      expect(
        side.healths.map(({ code }) => code),
        'no failure of the way',
      ).to.not.include('bad-open');
      await at.say(opened(at.make, 2));
      expect(incidents.at(-1)!.put[0]!.id).to.equal(incident(2));
      expect(clear).to.have.length(1);
      at.stop();
    });

    it('is live for who asks for nothing else, and beats', async () => {
      const at = older(version);
      const side = at.remote();
      const clear = follow(side, question);
      await turn();
      expect(clear.map(({ put }) => put)).to.deep.equal([[]]);
      expect(side.healths.at(-1)!.link.state).to.equal('live');
      await pass(at.clock, 30_000);
      expect(side.healths.at(-1)!.link.state).to.equal('live');
      expect(at.pipe.opened, 'one stream').to.have.length(1);
      at.stop();
    });

    it('is asked again at each new stream, and answers once it was updated; what was missed meanwhile is told', async () => {
      const at = older(version);
      const side = at.remote();
      const [incidents, clear] = [follow(side, query), follow(side, question)];
      await turn();
      at.pipe.cut();
      await at.say(opened(at.make, 1));
      await pass(at.clock, 2000);
      expect(at.asked.map(isAllClear)).to.deep.equal([true, false, true, false]);
      expect(incidents.at(-1)!.put[0]!.id).to.equal(incident(1));
      expect(incidents.at(-1)!.reset, 'it goes on where it stood').to.equal(false);
      at.update();
      at.pipe.cut();
      await pass(at.clock, 4000);
      expect(at.asked.map(isAllClear)).to.deep.equal([true, false, true, false, true]);
      expect(clear.at(-1)!.put[0]!.value).to.include({ state: 'unknown', place });
      at.stop();
    });

    it('an answer that is not told any more is taken back', async () => {
      const at = older(version);
      at.update();
      const side = at.remote();
      const clear = follow(side, question);
      await turn();
      expect(clear.at(-1)!.put).to.have.length(1);
      at.update(false);
      at.pipe.cut();
      await pass(at.clock, 2000);
      expect(clear.slice(1).map(({ reset, put }) => [reset, put])).to.deep.equal([[true, []]]);
      at.stop();
    });

    it('whatever else it refuses is a failure as ever', async () => {
      const at = older(version);
      const side = at.remote();
      follow(side, { kind: 'no-such-kind' });
      follow(side, question);
      await turn();
      expect(side.healths.at(-1)!.link.state).to.equal('unknown');
      expect(side.healths.at(-1)!.code).to.equal('bad-open');
      const tries = at.asked.length;
      await pass(at.clock, 4000);
      expect(at.asked.length - tries, 'no faster than any that fails').to.be.within(1, 8);
      at.stop();
    });
  });
