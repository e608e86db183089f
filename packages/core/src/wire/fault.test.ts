import { expect } from 'chai';
import { readPolicy } from '../access/read-policy.js';
import { roles, type Role } from '../access/roles.js';
import type { Entry } from '../model/change.js';
import { entityId } from '../model/id.js';
import { warningExample } from '../model/warning.schema.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import { actor, incident, opened, opening, pass, turn, world, type World } from '../testing/wire-world.js';
import type { Row } from '../view/view.js';
import { createHub } from './hub.js';
import type { Down } from './messages.js';
import { createRemoteView } from './remote-view.js';

/** As no schema lets it in: a rule of warnings reads its references. */
const { references: _, ...unlisted } = warningExample;
const bad = (make: World['make'], n = 1): Entry => make.put(entityId('warning', 'cap', String(n)), unlisted);

describe('wire: a derivation that fails', () => {
  it('is told to who comes, at once to who is there, and that it is over', async () => {
    const { make, say, view, hub, healths, clock } = world();
    const last = () => ({ state: healths.at(-1)!.link.state, code: healths.at(-1)!.code });
    await say(opened(make, 1));
    expect(last()).to.deep.equal({ state: 'live', code: undefined });
    await say(bad(make));
    expect(last(), 'though nothing it asked for has changed').to.deep.equal({
      state: 'live',
      code: 'derivation-failed',
    });
    await say(opened(make, 2));
    expect(last().code, 'after something else was told').to.equal('derivation-failed');
    const later = createRemoteView({
      async *connect(open, stop) {
        const lines: string[] = [];
        let wake = (): void => undefined;
        const leave = hub.open(open, actor, {
          write: (line) => {
            lines.push(line);
            wake();
            return true;
          },
          end: () => undefined,
          onDrain: () => undefined,
        });
        stop.addEventListener('abort', () => wake());
        for (; !stop.aborted; await new Promise<void>((resolve) => (wake = resolve))) yield* lines.splice(0);
        leave();
      },
      send: (command) => view.send(command),
      clock,
      ids: createSeededIds(9),
    });
    const codes: unknown[] = [];
    later.health$.subscribe(({ link, code }) => link.state === 'live' && codes.push(code));
    later.select({ kind: 'incident' }).subscribe(() => undefined);
    await turn();
    expect(codes).to.deep.equal(['derivation-failed']);
    await say(make.gone(entityId('warning', 'cap', '1')));
    expect(last()).to.deep.equal({ state: 'live', code: undefined });
    expect(codes.at(-1)).to.equal(undefined);
    later.close();
  });

  it('is told to who comes back without a new snapshot', async () => {
    const { make, say, pipe, healths, deltas, clock } = world();
    await say(opened(make, 1));
    pipe.cut();
    await say(bad(make), opened(make, 2));
    await pass(clock, 3000);
    expect(healths.at(-1)).to.include({ code: 'derivation-failed' });
    expect(healths.at(-1)!.link.state).to.equal('live');
    expect(deltas.filter(({ reset }) => reset)).to.have.length(1);
  });

  it('is not answered from what was encoded before it', async () => {
    const { make, hub, view, clock } = world();
    await turn();
    const ready = (): Down => {
      const lines: string[] = [];
      const sink = { write: (line: string) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined };
      hub.open(opening(), actor, sink)();
      return JSON.parse(lines.at(-1)!) as Down;
    };
    view.apply([opened(make, 1)], clock.now());
    expect(ready()).to.not.have.property('code');
    view.apply([bad(make)], clock.now());
    expect(ready()).to.include({ t: 'ready', code: 'derivation-failed' });
  });
});

/** What somebody sees of two rows of which nothing could be derived: a warning, and an incident that his scope may hold. */
describe('wire: a row of which nothing could be derived, as it is seen', () => {
  const { make } = world();
  const place = entityId('place', 'registry', 'xinzhu');
  // A task names what it is about in a list, which a rule of tasks reads.
  const task = make.put(entityId('task', 'city', '1'), {
    title: '查看秀安路 8 号三单元',
    sort: 'check',
    state: 'open',
    place,
    assignee: '网格 3',
  });
  const entries = [
    make.put(place, { name: '新竹社区', scheme: 'division', code: '450103001005' }),
    opened(make, 1),
    bad(make),
    task,
  ];

  function shown(role: Role): Row[] {
    const { view } = world();
    view.apply(entries, make.at(0));
    expect(view.get(task.id)?.derived, 'the rule of tasks throws').to.deep.equal({ fault: 'derivation-failed' });
    const hub = createHub({
      city: 'test',
      view,
      clock: createManualClock(),
      ids: createSeededIds(3),
      policy: readPolicy(view),
    });
    const lines: string[] = [];
    const sink = { write: (line: string) => lines.push(line) > 0, end: () => undefined, onDrain: () => undefined };
    const queries = { w: { kind: 'warning' }, t: { kind: 'task' }, i: { kind: 'incident' } };
    hub.open(opening({ queries }), { id: 'u', masked: '李*', roles: [role], scope: ['450103001005'] }, sink);
    expect(JSON.parse(lines.at(-1)!), role).to.include({ t: 'ready', code: 'derivation-failed' });
    hub.close();
    return lines.map((line) => JSON.parse(line) as Down).flatMap((down) => (down.t === 'snap' ? down.delta.put : []));
  }

  for (const role of Object.keys(roles) as Role[])
    it(`${role}: no calm that is not there, and no field more`, () => {
      const rows = shown(role);
      const warning = rows.find(({ kind }) => kind === 'warning')!;
      expect([warning.derived, warning.fresh.state]).to.deep.equal([{ fault: 'derivation-failed' }, 'unknown']);
      const seen = rows.find(({ id }) => id === task.id);
      const tier = { resident: undefined, vendor: undefined, unit: undefined, auditor: 'view' }[role as string];
      if (role === 'resident' || role === 'vendor' || role === 'unit') return expect(seen).to.equal(undefined);
      expect(seen!.fresh).to.deep.equal({ state: 'unknown' });
      expect(seen!.derived).to.deep.equal({ fault: 'derivation-failed' });
      if (tier === 'view')
        expect(seen!.value).to.deep.equal({ sort: 'check', state: 'open', title: '新竹社区', place });
    });
  it('an incident beside it is seen by whoever may see it', () =>
    expect(shown('commander').map(({ id }) => id)).to.include(incident(1)));
});
