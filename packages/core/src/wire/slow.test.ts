import { expect } from 'chai';
import fc from 'fast-check';
import { canonical } from '../json.js';
import { createSeededIds, detector } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { actor, opening, world } from '../testing/wire-world.js';
import { entityId } from '../model/id.js';
import type { Query } from '../view/query.js';
import type { Delta } from '../view/view.js';
import { coalesces } from './coalesce.js';
import { fromBrief } from './brief.js';
import { createHub } from './hub.js';
import type { Down, Open, Resume } from './messages.js';
import { createRemoteView } from './remote-view.js';

const queries = {
  d: { kind: 'device' },
  g: { kind: 'device', group: { by: ['name'] } },
  r: { kind: 'incident' },
} as const;

/** A client on a line that takes a line now and then. */
function slow(options: { ringBytes?: number; resume?: Resume } = {}) {
  const { make, say, view, clock, ...more } = world();
  const hub = createHub({ city: 'test', view, clock, ids: createSeededIds(), ...options });
  const messages: Down[] = [];
  let [room, drain] = [0, (): void => undefined];
  const join = (resume?: Resume): (() => void) =>
    hub.open(opening({ versions: [2, 1], queries, ...(resume && { resume }) }), actor, {
      write: (line) => {
        messages.push(JSON.parse(line) as Down);
        return (room -= 1) > 0;
      },
      end: () => undefined,
      onDrain: (listener) => (drain = listener),
    });
  const take = (lines: number): void => {
    room = lines;
    drain();
  };
  return { ...more, make, say, view, hub, clock, messages, join, take };
}

const diffs = (messages: readonly Down[], key: string): Delta[] =>
  messages.flatMap((message) =>
    message.t === 'diff' && message.key === key ? [fromBrief(message.delta, message.resume.position)] : [],
  );

describe('wire: a slow client', () => {
  it('is given each version of what may not be left out, and only the last of what may', async () => {
    const { make, say, messages, join, take } = slow();
    join();
    take(20);
    take(0);
    messages.length = 0;
    const incident = entityId('incident', 'city', '1');
    for (let n = 0; n < 30; n += 1)
      await say(
        make.put(...detector('1', { name: String(n) })),
        make.put(incident, { title: String(n), state: 'confirmed' }),
      );
    take(1000);
    expect(diffs(messages, 'r').map(({ put }) => put[0]!.value['title'])).to.deep.equal(
      Array.from({ length: 30 }, (_, n) => String(n)),
    );
    // A way says that it is full when it takes a line, so the first one went through.
    expect(diffs(messages, 'd').flatMap(({ put }) => put.map(({ value }) => value['name']))).to.deep.equal(['0', '29']);
    expect(
      diffs(messages, 'g')
        .at(-1)
        ?.groups?.find(({ count }) => count > 0)?.key,
    ).to.deep.equal(['29']);
  });

  it('that missed only what may be left out gets it anew without a flag, and goes on with the rest', async () => {
    const { make, say, messages, join, take } = slow({ ringBytes: 4000 });
    join();
    take(20);
    take(0);
    messages.length = 0;
    for (let n = 0; n < 30; n += 1) await say(make.put(...detector(String(n))));
    await say(make.put(entityId('incident', 'city', '1'), { title: '火警', state: 'confirmed' }));
    take(1000);
    const snaps = messages.flatMap((message) => (message.t === 'snap' ? [[message.key, message.flagged]] : []));
    expect(snaps).to.deep.equal([
      ['d', false],
      ['g', false],
    ]);
    expect(messages.map(({ t }) => t)).to.deep.equal(['diff', 'diff', 'snap', 'snap', 'ready']);
  });

  it('that missed what may not be left out is told for which question', async () => {
    const { make, say, messages, join, take } = slow({ ringBytes: 4000 });
    join();
    take(20);
    take(0);
    messages.length = 0;
    for (let n = 0; n < 30; n += 1)
      await say(make.put(entityId('incident', 'city', `${n}`), { title: '', state: 'confirmed' }));
    take(1000);
    const snaps = messages.flatMap((message) => (message.t === 'snap' ? [[message.key, message.flagged]] : []));
    expect(snaps).to.deep.equal([
      ['d', false],
      ['g', false],
      ['r', true],
    ]);
  });

  it('ends with what stands, and has seen every version that may not be left out, however the line goes', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('device' as const), n: fc.nat(4), v: fc.nat(9), gone: fc.boolean() }),
      fc.record({ do: fc.constant('incident' as const), n: fc.nat(2) }),
      fc.record({ do: fc.constant('take' as const), lines: fc.nat(4) }),
      fc.record({ do: fc.constant('cut' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
        const { make, view, clock, hub } = world();
        const way = createWay(hub.open.bind(hub));
        const remote = createRemoteView({
          connect: way.connect,
          send: (command) => view.send(command),
          clock,
          ids: createSeededIds(),
        });
        const rows = new Map<string, string>();
        const groups = new Map<string, number>();
        const versions: unknown[] = [];
        const said: unknown[] = [];
        const subscribe = (query: Query, listen: (delta: Delta) => void): void =>
          void remote.select(query).subscribe(listen);
        subscribe(queries.d, ({ reset, put, removed }) => {
          if (reset) rows.clear();
          for (const row of put) rows.set(row.id, canonical(row));
          for (const id of removed) rows.delete(id);
        });
        subscribe(queries.g, ({ reset, groups: counts = [] }) => {
          if (reset) groups.clear();
          for (const { key, count } of counts)
            if (count > 0) groups.set(JSON.stringify(key), count);
            else groups.delete(JSON.stringify(key));
        });
        subscribe(queries.r, ({ put }) => versions.push(...put.map(({ value }) => value['title'])));
        await real(3);
        way.take(10);
        await real(3);
        let count = 0;
        for (const each of steps) {
          if (each.do === 'take') way.take(each.lines);
          else if (each.do === 'cut') {
            way.cut();
            await clock.pass(2000);
            await real(1);
          } else if (each.do === 'incident') {
            said.push(String((count += 1)));
            const value = { title: String(count), state: 'confirmed' };
            view.apply([make.put(entityId('incident', 'city', String(each.n)), value)], clock.now());
          } else {
            const [id, value] = detector(String(each.n), { name: String(each.v) });
            view.apply([each.gone ? make.gone(id) : make.put(id, value)], clock.now());
          }
          await soon();
        }
        for (let n = 0; n < 4; n += 1) {
          way.take(1000);
          await clock.pass(2000);
          await real(2);
        }
        const stand = view.answer(queries.d).put.map((row) => [row.id, canonical(row)] as const);
        expect([...rows].sort()).to.deep.equal(stand.sort() as unknown[]);
        const counts = view.answer(queries.g).groups!.map(({ key, count: many }) => [JSON.stringify(key), many]);
        expect([...groups].sort()).to.deep.equal(counts.sort());
        expect(versions).to.deep.equal(said);
        remote.close();
        hub.close();
      }),
      // Connecting waits for timers, of which a page makes each 4 ms long.
      seeds(typeof document === 'undefined' ? 150 : 30),
    );
  });

  it('what names an alarm, or is not known, is never left out', () => {
    const devices: Query = { kind: 'device' };
    const answers = [
      devices,
      { kind: 'report' },
      { kind: 'somebody’s own' },
      { kind: 'toString' },
      { kind: 'place', join: [{ as: 'devices', via: { namedBy: 'place' }, query: devices }] },
      { kind: 'device', join: [{ as: 'reports', via: { namedBy: 'device' }, query: { kind: 'report' } }] },
      { kind: 'device', join: [{ as: 'same', via: { link: 'same-as', at: 'to' }, query: devices }] },
    ].map((query) => coalesces(query as Query));
    expect(answers).to.deep.equal([true, false, false, false, true, false, false]);
  });
});

/** A turn of the event loop without a timer, for what is on its way over a line that is open. */
const soon = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => {
      port2.close();
      resolve();
    };
    port1.postMessage(0);
  });

const real = async (turns: number): Promise<void> => {
  for (let n = 0; n < turns; n += 1) await new Promise<void>((resolve) => void setTimeout(resolve, 0));
};

/** A line that carries as many lines as it is told to. */
function createWay(
  open: (request: Open, who: typeof actor, sink: Parameters<ReturnType<typeof createHub>['open']>[2]) => () => void,
): {
  connect(request: Open, stop: AbortSignal): AsyncIterable<string>;
  take(lines: number): void;
  cut(): void;
} {
  let room = 0;
  let drain: () => void = () => undefined;
  let cut: () => void = () => undefined;
  async function* connect(request: Open, stop: AbortSignal): AsyncIterable<string> {
    const lines: string[] = [];
    let ended = false;
    let wake: () => void = () => undefined;
    const end = (): void => {
      ended = true;
      wake();
    };
    cut = end;
    stop.addEventListener('abort', end, { once: true });
    const leave = open(request, actor, {
      write(line) {
        lines.push(line);
        room -= 1;
        wake();
        return room > 0;
      },
      end,
      onDrain: (listener) => (drain = listener),
    });
    try {
      while (!ended) {
        const line = lines.shift();
        if (line !== undefined) yield line;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      leave();
    }
  }
  return {
    connect,
    take(lines) {
      room = lines;
      if (lines > 0) drain();
    },
    cut: () => cut(),
  };
}
