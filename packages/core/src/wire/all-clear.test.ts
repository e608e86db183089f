import { expect } from 'chai';
import type { Role } from '../access/roles.js';
import { readPolicy } from '../access/read-policy.js';
import { feedExample } from '../model/feed.schema.js';
import { entityId } from '../model/id.js';
import { Query as QuerySchema } from '../model/query.schema.js';
import type { Actor } from '../ports/authenticator.js';
import {
  createEntries,
  createManualClock,
  createPipe,
  createSeededIds,
  detector,
  fireAlarm,
} from '../testing/index.js';
import { turn } from '../testing/wire-world.js';
import { allClearQuery, type AllClearShown } from '../view/all-clear-query.js';
import { withAllClear } from '../view/all-clear-view.js';
import { queryFault } from '../view/check-query.js';
import { createLocalView } from '../view/host-view.js';
import type { Delta, Health, View } from '../view/view.js';
import { createHub } from './hub.js';
import { createRemoteView } from './remote-view.js';

const FIRE = '12G00';
const yard = entityId('place', 'registry', 'yard');
const district = entityId('place', 'registry', '450103');
const question = allClearQuery({ place: yard, eventTypes: [FIRE] });
const duty: Actor = { id: 'duty', masked: '李*', roles: ['duty-desk'], scope: [] };

function setUp(more: object = {}) {
  const make = createEntries();
  const clock = createManualClock();
  const view = withAllClear(createLocalView({ now: clock.now() }));
  const watch = { detects: ['12G'], place: yard, position: [108.35, 22.82], rangeM: 60, ...more };
  const tell = (...batch: Parameters<typeof view.apply>[0]): void => view.apply(batch, clock.now());
  const heard = (state: string) =>
    make.put(entityId('feed', 'city', 'fire'), { ...feedExample, state, hears: ['registry'] });
  tell(
    make.put(district, { name: '青秀区', scheme: 'division', code: '450103' }),
    make.put(yard, { name: '翠湖小区', scheme: 'compound', parents: [district] }),
    make.put(...detector('1', watch)),
    heard('live'),
  );
  const pass = async (ms: number): Promise<void> => {
    await clock.pass(ms);
    view.advance(clock.now());
    await turn();
  };
  return { make, clock, view, tell, heard, pass };
}

function follow(view: Pick<View, 'select'>, query = question) {
  const deltas: Delta[] = [];
  const following = view.select(query).subscribe((delta) => deltas.push(delta));
  return {
    deltas,
    stop: () => following.unsubscribe(),
    last: () => deltas.flatMap(({ put }) => put).at(-1)?.value as unknown as AllClearShown | undefined,
  };
}

describe('无异常核验, asked as a Query', () => {
  it('is answered at once with one row, and anew when the answer is another one', async () => {
    const { view, tell, heard, pass } = setUp();
    const { deltas, last } = follow(view);
    expect(deltas[0]).to.include({ reset: true });
    expect(deltas[0]!.put).to.have.length(1);
    expect(last()).to.deep.include({ place: yard, eventTypes: [FIRE], state: 'nothing-seen', doubts: [] });
    await pass(2000);
    expect(deltas, 'nothing else to say').to.have.length(1);
    tell(heard('stale'));
    await pass(1000);
    await pass(1000);
    expect(deltas).to.have.length(2);
    expect(last()!.state).to.equal('unknown');
    expect(deltas[1]!.put[0]!.id).to.equal(deltas[0]!.put[0]!.id);
  });

  it('is in doubt at once when nothing new can come in any more', () => {
    const { view } = setUp();
    const { last } = follow(view);
    view.close();
    expect(last()!.doubts).to.deep.include({ why: 'cut-off', code: 'view-closed' });
  });

  it('leaves every other question to the view, and refuses one that is not well made', () => {
    const { view } = setUp();
    expect(view.find({ kind: 'place' })).to.have.length(2);
    expect(view.find(question)).to.have.length(1);
    expect(() => view.answer({ kind: 'all-clear' })).to.throw('bad-all-clear');
    let why: unknown;
    const ask = () => view.select({ kind: 'all-clear', where: [] }).subscribe({ error: (error) => (why = error) });
    try {
      ask();
    } catch (error) {
      why = error;
    }
    expect(String(why)).to.include('bad-all-clear');
  });

  it('a stranger may ask it in no other form', () => {
    const [place, types] = question.where!;
    const good = [question, allClearQuery({ place: yard, eventTypes: [], feeds: [entityId('feed', 'city', 'fire')] })];
    const bad = [
      { kind: 'all-clear' },
      { ...question, where: [types, place] },
      { ...question, where: [place] },
      { ...question, top: 1 },
      { ...question, group: { by: ['state'] } },
      allClearQuery({ place: yard, eventTypes: Array.from({ length: 33 }, () => FIRE) }),
      allClearQuery({ place: 'x'.repeat(201) as never, eventTypes: [] }),
      { kind: 'place', join: [{ as: 'a', via: { namedBy: 'place' }, query: question }] },
    ];
    for (const query of good)
      expect([queryFault(query), QuerySchema.safeParse(query).success]).to.deep.equal([undefined, true]);
    for (const query of bad) {
      expect(queryFault(query), JSON.stringify(query)).to.be.a('string');
      expect(QuerySchema.safeParse(query).success, JSON.stringify(query)).to.equal(false);
    }
  });
});

describe('无异常核验, over the wire', () => {
  const stops: (() => void)[] = [];
  afterEach(() => stops.splice(0).forEach((stop) => stop()));

  function remote({ view, clock }: ReturnType<typeof setUp>, who: Actor) {
    const ids = createSeededIds();
    const hub = createHub({ city: 'test', view, clock, ids, policy: readPolicy(view) });
    const pipe = createPipe(() => hub, who);
    const far = createRemoteView({ connect: pipe.connect, send: view.send, clock, ids });
    stops.push(
      () => far.close(),
      () => hub.close(),
    );
    return { far, pipe };
  }
  const of = (role: Role, ...scope: string[]): Actor => ({ id: role, masked: '李*', roles: [role], scope });

  it('is the same answer as beside the writer, and follows it', async () => {
    const world = setUp();
    const { far } = remote(world, duty);
    const [near, away] = [follow(world.view), follow(far)];
    await turn();
    expect(away.last()).to.deep.equal(near.last());
    expect(away.last()!.state).to.equal('nothing-seen');
    world.tell(world.make.put(...fireAlarm('1')));
    await world.pass(2000);
    expect(away.last()).to.deep.include({ state: 'something', open: [fireAlarm('1')[0]] });
  });

  it('says that its way is silent by the health of the link, and keeps the last answer', async () => {
    const world = setUp();
    const { far, pipe } = remote(world, duty);
    const healths: Health[] = [];
    far.health$.subscribe((health) => healths.push(health));
    const away = follow(far);
    await turn();
    pipe.down(true);
    pipe.cut();
    await turn();
    expect(healths.at(-1)!.link.state).to.equal('stale');
    expect(away.last()!.state).to.equal('nothing-seen');
  });

  it('is told to who would see what happens there, made of the whole picture', async () => {
    const world = setUp();
    const answer = async (who: Actor): Promise<AllClearShown | undefined> => {
      const away = follow(remote(world, who).far);
      await turn();
      expect(away.deltas, who.id).to.have.length(1);
      return away.last();
    };
    expect(await answer(of('community', '450103'))).to.deep.include({ state: 'nothing-seen' });
    expect(await answer(of('community', '450105')), 'of elsewhere').to.equal(undefined);
    expect(await answer(of('resident')), 'sees no incidents').to.equal(undefined);
  });

  it('names nothing that is hidden from who asks, and still counts it', async () => {
    const world = setUp();
    const elsewhere = entityId('place', 'registry', '450105');
    const [unplaced, value] = fireAlarm('nowhere');
    world.tell(
      world.make.put(elsewhere, { name: '江南区', scheme: 'division', code: '450105' }),
      world.make.put(unplaced, value),
    );
    const [all, some] = [follow(remote(world, duty).far), follow(remote(world, of('community', '450103')).far)];
    await turn();
    expect(all.last()!.doubts).to.deep.equal([{ why: 'unplaced', of: unplaced }]);
    expect(some.last()).to.deep.include({ state: 'unknown', doubts: [{ why: 'unplaced' }] });
    world.tell(world.make.put(...fireAlarm('1')));
    await world.pass(2000);
    expect(some.last()!.open, 'what is there is named').to.deep.equal([fireAlarm('1')[0]]);
  });

  it('leaves sight when its place does, without a change of the answer', async () => {
    const world = setUp();
    const away = follow(remote(world, of('community', '450103')).far);
    await turn();
    expect(away.last()).to.not.equal(undefined);
    const other = entityId('place', 'registry', '450105');
    world.tell(
      world.make.put(other, { name: '江南区', scheme: 'division', code: '450105' }),
      world.make.put(yard, { name: '翠湖小区', scheme: 'compound', parents: [other] }),
    );
    await turn();
    expect(away.deltas.at(-1)!.removed).to.have.length(1);
  });
});
