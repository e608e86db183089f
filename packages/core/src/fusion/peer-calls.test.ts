import { expect } from 'chai';
import { turn, world } from '../city/world.test.js';
import type { City } from '../city/city.js';
import { entityId } from '../model/id.js';
import type { FeedByHand } from '../testing/feed-by-hand.js';
import { peerCalls } from './peer-calls.js';

const ours = entityId('report', 'fire', '119-1');
const theirs = entityId('report', 'registry', '110-7');

describe('one call at several desks', () => {
  async function desks(): Promise<
    ReturnType<typeof world> & {
      city: City;
      tell(by: FeedByHand, id: string, peers?: readonly string[]): Promise<void>;
      /** Links that stand, as from and to. */
      linked(): unknown[];
    }
  > {
    const made = world();
    const city = await made.start([peerCalls]);
    let n = 0;
    return {
      ...made,
      city,
      async tell(by, id, peers) {
        await made.clock.pass(1000);
        const value = { channel: '119', title: '火警', needs: ['fire'], ...(peers && { peers }) };
        by.deliver(`m${(n += 1)}`, [[id, value]]);
        await turn();
      },
      linked() {
        const links = city.view.find({ kind: 'link' });
        const undone = new Set(links.map(({ value }) => value.undoes));
        return links
          .filter(({ id, value }) => value.undoes === undefined && !undone.has(id as never))
          .map(({ value }) => [value.from, value.to, value.role]);
      },
    };
  }

  it('becomes a link once both are there, whichever comes first, and once though both say so', async () => {
    for (const first of ['claim', 'peer']) {
      const { tell, fire, registry, linked, city } = await desks();
      const steps = [() => tell(fire, ours, [theirs]), () => tell(registry, theirs)];
      if (first === 'peer') steps.reverse();
      await steps[0]!();
      expect(linked(), first).to.deep.equal([]);
      await steps[1]!();
      expect(linked(), first).to.deep.equal([[ours, theirs, 'same-as']]);
      await tell(registry, theirs, [ours]);
      await tell(fire, ours, [theirs]);
      expect(city.view.find({ kind: 'link' }), first).to.have.length(1);
      expect(city.view.find({ kind: 'link' })[0]).to.deep.include({ source: 'city', by: 'peer-calls@1' });
      await city.close();
    }
  });

  it('is taken back when nobody says so any more, and stated anew when it is said again', async () => {
    const { tell, fire, registry, linked, city } = await desks();
    await tell(registry, theirs, [ours]);
    await tell(fire, ours, [theirs]);
    await tell(fire, ours);
    expect(linked()).to.have.length(1);
    await tell(registry, theirs);
    expect(linked()).to.deep.equal([]);
    await tell(fire, ours, [theirs]);
    expect(linked()).to.have.length(1);
    await city.close();
  });

  it('what people took back is not stated again', async () => {
    const { tell, fire, registry, linked, city, say } = await desks();
    await tell(registry, theirs);
    await tell(fire, ours, [theirs]);
    const [link] = city.view.find({ kind: 'link' });
    await say(city, entityId('link', 'city', 'undo'), { ...link!.value, undoes: link!.id, reasons: ['two-fires'] });
    expect(linked()).to.deep.equal([]);
    await tell(fire, ours);
    await tell(fire, ours, [theirs]);
    expect(linked()).to.deep.equal([]);
    await city.close();
  });

  it('joins no drill with what is real, nothing that is no report, and nothing of one source', async () => {
    const { tell, drill, fire, registry, linked, city } = await desks();
    await tell(registry, theirs);
    await tell(drill, entityId('report', 'drill', '1'), [theirs]);
    await tell(fire, ours, ['device/registry/1', 'report/fire/119-2', 'report/nobody/1']);
    await tell(fire, entityId('report', 'fire', '119-2'));
    expect(linked()).to.deep.equal([]);
    await city.close();
  });
});
