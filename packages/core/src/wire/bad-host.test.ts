import { expect } from 'chai';
import { createEntries, createManualClock, createSeededIds, detector } from '../testing/index.js';
import { pass, turn } from '../testing/wire-world.js';
import { createLocalView } from '../view/local-view.js';
import type { Delta, Health } from '../view/view.js';
import { connectOver } from './connect-over.js';
import { toColumns } from './to-columns.js';

const now = '2026-06-12T08:00:00.000Z';
const key = '0';
const place = { epoch: '1.x', seq: 0, loose: 0, position: 1 };
const hello = { t: 'hello', version: 2, city: 'test', beatMs: 5000, resumed: false, now };
const ready = { t: 'ready', resume: place, now };

function columns(): unknown {
  const make = createEntries();
  const view = createLocalView({ now: make.at(1) });
  view.apply(
    Array.from({ length: 9 }, (_, n) => make.put(...detector(String(n)))),
    make.at(1),
  );
  return toColumns(view.find({ kind: 'device' }));
}
const delta = { put: [], removed: [], reset: true, gap: false, at: 1, now };
const snap = { t: 'snap', key, flagged: false, delta, columns: columns(), last: true };

/** A client at the end of a port, and a host that says whatever it is told to. */
function between() {
  const { port1, port2 } = new MessageChannel();
  const clock = createManualClock();
  const remote = connectOver(port2, { clock, ids: { ...createSeededIds(), random: () => 0 } });
  const [deltas, healths, opens]: [Delta[], Health[], number[]] = [[], [], []];
  port1.onmessage = ({ data }: MessageEvent<{ message: { t: string; stream: number } }>) => {
    if (data.message.t === 'open') opens.push(data.message.stream);
  };
  remote.health$.subscribe((health) => healths.push(health));
  remote.select({ kind: 'device' }).subscribe((told) => deltas.push(told));
  const post = (message: unknown): void => port1.postMessage({ mark: 'yingji-wire', message });
  return {
    deltas,
    healths,
    opens,
    post,
    last: () => healths.at(-1)!,
    pass: (ms: number) => pass(clock, ms),
    gone: () => port1.close(),
    async say(...lines: unknown[]) {
      await turn(20);
      for (const line of lines)
        post({ t: 'line', stream: opens.at(-1), line: typeof line === 'string' ? line : JSON.stringify(line) });
      await turn(20);
    },
    close() {
      remote.close();
      port1.close();
    },
  };
}

describe('wire: a host that is none', () => {
  const garbage: Record<string, unknown[]> = {
    'no JSON': ['<html>502 Bad Gateway</html>'],
    'an empty line': [''],
    nothing: ['null'],
    'a number': ['7'],
    'half a line': [JSON.stringify(snap).slice(0, 200)],
    'a message nobody knows': [{ t: 'surprise' }],
    'a diff before anything else': [
      { t: 'diff', key, delta: { ...delta, reset: false }, resume: { ...place, seq: 1 } },
    ],
    'a snapshot without rows': [{ t: 'snap', key, flagged: false, last: true }],
    'rows that are none': [{ ...snap, columns: undefined, delta: { ...delta, put: [null] } }],
    'columns that are none': [{ ...snap, columns: { n: 9, rows: { one: 1 } } }],
    'a version that was not offered': [{ ...hello, version: 7 }, snap, ready],
    'a version that is none': [{ ...hello, version: '2' }, snap, ready],
    'a host without a beat': [{ ...hello, beatMs: 'often' }, snap, ready],
    'a host that hardly ever beats': [{ ...hello, beatMs: 1e12 }, snap, ready],
  };
  for (const [what, lines] of Object.entries(garbage))
    it(`shows nothing of ${what}, never calls it live, and asks again`, async () => {
      const { deltas, last, say, opens, pass, close } = between();
      await say(...lines);
      expect(deltas).to.deep.equal([]);
      expect(last().link.state).not.to.equal('live');
      expect(last().code).to.be.a('string');
      await pass(31_000);
      await turn(20);
      expect(opens.length, 'asked again').to.be.above(1);
      await say(hello, snap, ready);
      expect([deltas.length, deltas[0]?.put.length, last().link.state]).to.deep.equal([1, 9, 'live']);
      close();
    });

  it('what is no line at all, or of a stream nobody opened, is passed over or ends the stream, and nothing throws', async () => {
    const { deltas, last, say, post, opens, pass, close } = between();
    await say();
    const bodies: unknown[] = [
      { t: 'line', stream: 99, line: JSON.stringify(snap) },
      { t: 'line', stream: {}, line: null },
      { t: 'end', stream: 99, issue: null },
      { t: 'answer', call: 99 },
      { t: 'answer' },
      { t: 'failed', call: {} },
      { t: 7 },
      {},
    ];
    for (const body of bodies) post(body);
    await say(hello, snap, ready);
    expect([deltas.length, last().link.state]).to.deep.equal([1, 'live']);
    post({ t: 'line', stream: opens.at(-1), line: { t: 'beat' } });
    await turn(20);
    expect([deltas.length, last().link.state]).to.deep.equal([1, 'stale']);
    await pass(31_000);
    await say(hello, snap, ready);
    expect(last().link.state).to.equal('live');
    close();
  });

  it('a port that closes in the middle of a snapshot shows no half of it', async () => {
    const { deltas, last, say, gone, pass, close } = between();
    await say(hello, { ...snap, last: false });
    gone();
    await turn(60);
    // Where no runtime tells, silence does.
    await pass(11_000);
    expect(deltas).to.deep.equal([]);
    expect(last().code).to.be.oneOf(['port-closed', 'gateway-silent']);
    expect(last().link.state).not.to.equal('live');
    close();
  });

  it('a port that closes in the middle of the second snapshot leaves the first one standing, and old', async () => {
    const { deltas, last, say, opens, pass, gone, post, close } = between();
    await say(hello, snap, ready);
    post({ t: 'end', stream: opens.at(-1) });
    await turn(20);
    await pass(31_000);
    await say(hello, { ...snap, last: false, columns: toColumns([]) });
    gone();
    await turn(60);
    // Where no runtime tells, silence does.
    await pass(11_000);
    expect([deltas.length, last().link.state]).to.deep.equal([1, 'stale']);
    expect(last().code).to.be.oneOf(['port-closed', 'gateway-silent']);
    close();
  });
});

describe('wire: a stream that has been open for as long as it may', () => {
  const bye = { t: 'bye', issue: { code: 'credential-ended', path: '', level: 'info', message: 'x' }, retryMs: 250 };
  const states = (all: readonly Health[]): string[] => all.map(({ link }) => link.state);

  it('is followed by the next without anybody seeing a stale picture', async () => {
    const host = between();
    await host.say(hello, snap, ready);
    await host.say(bye);
    await host.pass(1000);
    await host.say({ ...hello, resumed: true }, ready);
    expect(host.opens).to.have.length(2);
    expect(states(host.healths).filter((state) => state === 'stale')).to.deep.equal([]);
    host.close();
  });

  it('and by a stale one when the next is refused, or says nothing for as long as two beats', async () => {
    for (const said of [[{ ...bye, issue: { ...bye.issue, code: 'not-permitted' } }], []]) {
      const host = between();
      await host.say(hello, snap, ready);
      await host.say(bye);
      await host.pass(1000);
      await host.say(...said);
      await host.pass(said.length === 0 ? 9000 : 0);
      expect(host.last().link.state).to.equal('stale');
      host.close();
    }
  });
});
