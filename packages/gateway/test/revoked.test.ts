import { createPushFeed, entityId, stated, systemClock, type Store } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway } from '../src/gateway.js';
import { openStorage } from '../src/storage.js';
import { makeHouse } from './house.js';
import { postAs } from './post-as.js';
import { until } from './wait.js';

const place = (code: string) => entityId('place', 'registry', code);
const facility = entityId('facility', 'registry', '1');
const stock = entityId('stock', 'registry', '1');
const water = { item: 'bottled-water', name: '瓶装水', facility, unit: '瓶', ownership: 'own' };

describe('a Command whose actor loses the right while it waits for the writer', () => {
  it('is refused, although it was let in: the thing belongs to another district by now', async () => {
    const house = makeHouse({ feeds: [{ use: 'registry', source: 'registry' }] });
    const { feed, push } = createPushFeed({ id: 'registry', title: { zh: '登记', en: 'Register' } });
    const storage = await openStorage(house.config.store, { clock: systemClock });
    let gate = Promise.resolve();
    let underway = 0;
    const store: Store = {
      ...storage.store,
      commit(commit) {
        underway += 1;
        return gate.then(() => storage.store.commit(commit));
      },
    };
    const token = createToken(
      house.config.auth!.tokens!,
      { id: 'lan', masked: '蓝*', roles: ['duty-desk'], scope: ['450105'] },
      systemClock,
    );
    const gateway = await createGateway(house.config, {
      feeds: { registry: { id: 'registry', title: feed.title, configure: () => ({ feed }) } } as never,
      storage: { ...storage, store },
      logger: createMemoryLogger(),
    });
    const at = systemClock.now();
    const divisions = ['450103', '450105'].map((code) =>
      stated(place(code), { name: code, scheme: 'division', code }, at),
    );
    const lies = (code: string) =>
      stated(facility, { name: '仓库', functions: ['supply-point'], place: place(code) }, at);
    await push({ key: 'all', receivedAt: at, drafts: [...divisions, lies('450105'), stated(stock, water, at)] });
    const receive = async (id: string): Promise<[number, string | undefined]> => {
      const input = { stock, sort: 'receive', quantity: 40 };
      const answer = await postAs(token, `${gateway.url}/api/commands/record-movement`, { v: 1, id, input });
      return [answer.status, ((await answer.json()) as { code?: string }).code];
    };
    const moving = async (): Promise<unknown> => {
      let open = (): void => undefined;
      gate = new Promise((resolve) => (open = resolve));
      underway = 0;
      const moved = push({ key: 'moved', receivedAt: at, drafts: [lies('450103')] });
      await until('the commit', () => underway > 0);
      const answer = receive('command-2');
      // Past the door and in the queue: what it will find is not yet in the picture.
      await new Promise((resolve) => setTimeout(resolve, 100));
      open();
      await moved;
      return answer;
    };
    expect((await receive('command-1'))[0], 'within reach').to.equal(200);
    expect(await moving()).to.deep.equal([422, 'not-found']);
    expect(gateway.city.view.find({ kind: 'movement' })).to.have.length(1);
    await gateway.close();
    house.remove();
  });
});
