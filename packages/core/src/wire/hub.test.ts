import { expect } from 'chai';
import { entityId, type EntityId } from '../model/id.js';
import { createSeededIds, detector, fireAlarm } from '../testing/index.js';
import { actor, opened, opening, query, turn, world } from '../testing/wire-world.js';
import type { LocalView } from '../view/view.js';
import { systemIds } from '../ports/system.js';
import { createHub } from './hub.js';
import { kinds } from '../model/kinds.js';
import { parseOpen, WIRE_VERSIONS, type Down } from './messages.js';

/** How often a message of the wire is made into text meanwhile. */
function counting(job: () => void): number {
  const { stringify } = JSON;
  let made = 0;
  JSON.stringify = ((what: unknown, ...more: []) => {
    if (typeof what === 'object' && what !== null && 't' in what) made += 1;
    return stringify(what, ...more);
  }) as typeof stringify;
  try {
    job();
  } finally {
    JSON.stringify = stringify;
  }
  return made;
}

for (const version of WIRE_VERSIONS)
  describe(`wire: many clients of version ${version}`, () => {
    const versions = [version];
    it('fifty who come back at once are encoded for once, with the time of now, in lines a slow way can carry', async () => {
      const { make, say, view, clock } = world();
      await say(...Array.from({ length: 3000 }, (_, n) => opened(make, n)));
      let asked = 0;
      const counted = Object.create(view, {
        answer: { value: (what: Parameters<LocalView['answer']>[0]) => ((asked += 1), view.answer(what)) },
      }) as LocalView;
      const hub = createHub({ city: 'test', view: counted, clock, ids: createSeededIds() });
      const open = opening({ versions, resume: { epoch: 'of another life', seq: 7, position: 7 } });
      const come = (): string[] => {
        const lines: string[] = [];
        hub.open(open, actor, {
          write: (line) => lines.push(line) > 0,
          end: () => undefined,
          onDrain: () => undefined,
        });
        return lines;
      };
      const got = Array.from({ length: 50 }, come);
      expect(asked).to.equal(1);
      for (const lines of got) expect(lines).to.deep.equal(got[0]);
      for (const line of got[0]!) expect(line.length).to.be.at.most(100_000);
      await clock.pass(3_600_000);
      view.advance(clock.now());
      for (const line of come()) {
        const message = JSON.parse(line) as Down;
        const now = message.t === 'snap' ? message.delta.now : 'now' in message ? message.now : '';
        expect(now).to.equal(clock.now());
      }
      hub.close();
    });

    it('one change among 13,000 is under 1 KB in all, made into text once and the same strings for 50 clients', async () => {
      const { view, clock, make } = world();
      // Ids as long as they are in the field: the name of the stream is in each message.
      const hub = createHub({ city: 'test', view, clock, ids: systemIds });
      view.apply(
        Array.from({ length: 13_000 }, (_, n) =>
          make.put(...detector(String(n), { zone: '3-1', position: [108.35, 22.82] })),
        ),
        clock.now(),
      );
      const open = opening({ versions, queries: { d: { kind: 'device' }, r: { kind: 'report' } } });
      const got: string[][] = Array.from({ length: 50 }, () => []);
      for (const lines of got)
        hub.open(open, actor, {
          write: (line) => lines.push(line) > 0,
          end: () => undefined,
          onDrain: () => undefined,
        });
      await clock.pass(4_000);
      /** Commits one change that was true 2 s before; gives what each client was sent, and how often a message was made. */
      const sent = (id: EntityId, value: object): { lines: string[]; made: number } => {
        for (const lines of got) lines.length = 0;
        const change = { ...make.put(id, value, { atS: 2 }), recordedAt: clock.now() };
        const made = counting(() => view.apply([change], clock.now()));
        for (const lines of got) expect(lines).to.deep.equal(got[0]);
        return { lines: [...got[0]!], made };
      };
      const bytes = (lines: readonly string[]): number => new TextEncoder().encode(lines.join('')).length;
      const { lines: fault, made } = sent(entityId('observation', 'fire', '1'), {
        device: detector('77')[0],
        quantity: 'component-state',
        value: ['fault'],
        quality: 'good',
      });
      expect([fault.length, made]).to.deep.equal([1, 1]);
      expect(bytes(fault)).to.be.at.most(1024);
      // The report, and its detector that is now in alarm.
      const alarm = sent(...fireAlarm('77'));
      expect([alarm.lines.length, alarm.made]).to.deep.equal([2, 2]);
      // An older client is told at greater length: 1 KB for each of its two answers.
      expect(bytes(alarm.lines)).to.be.at.most(version === 1 ? 2048 : 1024);
      hub.close();
    });
  });

describe('wire: the host', () => {
  it('a full client holds up nobody, and catches up when it drains', async () => {
    const { hub, make, say } = world();
    const open = opening();
    const slow: string[] = [];
    let room = 3;
    let drain: () => void = () => undefined;
    hub.open(open, actor, {
      write: (line) => slow.push(line) < room,
      end: () => undefined,
      onDrain: (f) => (drain = f),
    });
    for (let n = 0; n < 10; n += 1) await say(opened(make, n));
    expect(slow.length).to.equal(3);
    room = Infinity;
    drain();
    const diffs = slow.map((line) => JSON.parse(line) as Down).filter(({ t }) => t === 'diff');
    expect(diffs).to.have.length(10);
  });

  it('refuses another version with both numbers, and anything that is no opening message', () => {
    const { hub } = world();
    const said: string[] = [];
    const open = opening({ versions: [99] });
    hub.open(open, actor, { write: (line) => said.push(line) > 0, end: () => undefined, onDrain: () => undefined });
    expect(said[0]).to.include('version-mismatch').and.include('99').and.include('1');
    const bad: unknown[] = [
      null,
      7,
      [],
      {},
      { t: 'open' },
      { t: 'open', versions: [1], queries: {} },
      { t: 'open', versions: [1], queries: { a: { kind: 'memory' } } },
      { t: 'open', versions: [1], queries: { a: { kind: '__proto__' } } },
      { t: 'open', versions: [1], queries: { a: { kind: 'place', where: [{ field: 'x', op: 'eval', value: 1 }] } } },
      { t: 'open', versions: [1], queries: { a: { kind: 'place', top: 0 } } },
      { t: 'open', versions: [1], queries: { a: query }, resume: { epoch: 1 } },
    ];
    const own = { 'acme:lift': { ...kinds['device']!, name: 'acme:lift' }, ...kinds };
    const lifts = { t: 'open', versions: [1], queries: { q: { kind: 'acme:lift' } } };
    expect(parseOpen(lifts)).to.include({ code: 'bad-open' });
    expect(parseOpen(lifts, own)).to.equal(lifts);
    const joined = { kind: 'place', join: [{ as: 'l', via: { namedBy: 'place' }, query: { kind: 'acme:lift' } }] };
    expect(parseOpen({ ...lifts, queries: { joined } }, own)).to.include({ t: 'open' });
    expect(parseOpen({ ...lifts, queries: { q: { kind: 'memory' } } }, own)).to.include({ code: 'bad-open' });
    for (const input of bad) expect(parseOpen(input), JSON.stringify(input)).to.include({ code: 'bad-open' });
  });

  it('a client whose connection breaks while it is written to troubles nobody else', async () => {
    const { hub, make, say, names } = world();
    const open = opening();
    await turn();
    hub.open(open, actor, {
      write: () => {
        throw new Error('broken pipe');
      },
      end: () => undefined,
      onDrain: () => undefined,
    });
    await say(opened(make, 1));
    expect(names()).to.deep.equal(['1']);
  });

  it('keeps no more streams than it may: idle ones go, and then no new one is opened', () => {
    const { view, clock } = world();
    const hub = createHub({ city: 'test', view, clock, ids: createSeededIds(), mostStreams: 2 });
    const said: string[] = [];
    const ask = (top: number): (() => void) => {
      const open = opening({ queries: { p: { ...query, top } } });
      return hub.open(open, actor, {
        write: (line) => said.push(line) > 0,
        end: () => undefined,
        onDrain: () => undefined,
      });
    };
    const leave = ask(1);
    ask(2);
    ask(3);
    expect(said.at(-1)).to.include('too-many-streams');
    leave();
    ask(4);
    expect(said.at(-1)).to.include('ready');
  });

  it('a picture that was closed is a goodbye to its clients, and to whoever comes after', () => {
    const { view, hub } = world();
    const lines: Down[] = [];
    const sink = { write: (text: string) => lines.push(JSON.parse(text) as Down) > 0, end: () => undefined };
    hub.open(opening({}), actor, { ...sink, onDrain: () => undefined });
    view.close();
    hub.open(opening({}), actor, { ...sink, onDrain: () => undefined });
    const codes = lines.flatMap((line) => (line.t === 'bye' ? [line.issue.code] : []));
    expect(codes).to.deep.equal(['host-closing', 'host-closing']);
    hub.close();
  });
});
