import { getPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

// A feed that does what it is told to, good or bad: for the tests of what contains it.
const observation = (source, n, unit) => ({
  v: 1,
  kind: 'observation',
  id: `observation/${source}/${n}`,
  at: '2026-06-12T16:00:00.000+08:00',
  basis: 'stated',
  body: { value: { device: 'device/registry/1', quantity: 'gas-concentration', value: 1, unit, quality: 'good' } },
});
/** A flood of 200,000 in five minutes. */
const POURED_PER_MS = 200_000 / 300_000;
const tick = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** As if it used so much of a core, percent, whatever the machine leaves it: what the thread says of itself is replaced. */
function pretend(percent) {
  const [post, began] = [parentPort.postMessage.bind(parentPort), performance.now()];
  parentPort.postMessage = (said) =>
    post(said.is === 'pong' ? { ...said, cpuMs: ((performance.now() - began) * percent) / 100 } : said);
}

async function* deliveries(given, { source, status, logger }, stop) {
  const held = [];
  // Told later what to do, by a test that has started already.
  let does = given;
  // A feed that is opened anew says nothing that it has said: of what is known already nobody reads the unit.
  const run = given === 'told' ? `${performance.timeOrigin}.` : '';
  /** How many times it was told, and of which it has said that it does so from now on. */
  let [orders, begun] = [0, 0];
  const told = new BroadcastChannel('odd-feed');
  told.unref();
  told.onmessage = ({ data }) => {
    if (given !== 'told' || data.to !== source) return;
    does = data.does;
    orders += 1;
  };
  stop.addEventListener('abort', () => told.close());
  /** When it began to pour, and with which number. */
  let poured;
  for (let n = 1; !stop.aborted; n += 1) {
    if (does === 'pour') {
      poured ??= { at: performance.now(), n };
      while (does === 'pour' && n - poured.n > (performance.now() - poured.at) * POURED_PER_MS) await tick(2);
    } else if (poured) {
      const count = Math.floor((performance.now() - poured.at) * POURED_PER_MS);
      logger.write('info', 'poured', { count, taken: n - poured.n });
      poured = undefined;
    }
    if (does === 'told') {
      await tick(5);
      continue;
    }
    if (begun < orders) {
      begun = orders;
      logger.write('info', 'begun', { does });
    }
    if (does === 'throw' && (n === 3 || given === 'told')) throw new Error('out of order');
    if (does === 'throw-read' && n === 3) JSON.parse('李某 0771 家中起火');
    if (does === 'throw-read-later' && n === 3) setTimeout(() => JSON.parse('李某 0771 家中起火'));
    if (does === 'throw-later' && (n === 3 || given === 'told'))
      setTimeout(() => Promise.reject(new Error('nobody catches this')));
    if (does === 'hang' && (n === 3 || given === 'told')) for (;;);
    if (does === 'burn') for (const end = performance.now() + 20; performance.now() < end;);
    if (does === 'exit' && (n === 3 || given === 'told')) process.exit(0);
    if (does === 'leak') held.push(new Array(1_000_000).fill(n));
    if (does === 'leak-buffers') held.push(Buffer.alloc(8_000_000, 1));
    if (does === 'throw-null' && (n === 3 || given === 'told'))
      setTimeout(() => {
        throw null;
      });
    if (does === 'chatter' && (n === 3 || given === 'told'))
      for (let i = 0; i < 50_000; i += 1) status(i % 2 ? 'open' : 'reconnecting');
    if (does === 'log-flood' && (n === 3 || given === 'told'))
      for (let i = 0; i < 50_000; i += 1) logger.write('warn', 'flood');
    if (does === 'log-nonsense' && (n === 3 || given === 'told')) parentPort.postMessage({ is: 'log' });
    if (does === 'say-nothing' && (n === 3 || given === 'told')) parentPort.postMessage(undefined);
    if (does === 'post-unasked' && (n === 3 || given === 'told'))
      for (let i = 0; i < 99; i += 1) parentPort.postMessage({ is: 'delivery', delivery: {} });
    if (does === 'nonsense' && (n === 3 || given === 'told')) yield { token: n, key: 7, drafts: 'none' };
    if (does === 'huge' && (n === 3 || given === 'told'))
      yield { token: n, key: 'k', issues: [], drafts: [], raw: new Uint8Array(9_000_000) };
    if (does === 'print') console.log('SECRET', process.env);
    const drafts = [observation(source, `${run}${n}`, does === 'lie' ? 'ppm' : '%{LEL}')];
    if (does === 'uncloneable') drafts.push(() => undefined);
    yield {
      token: n,
      key: `k${run}${n}`,
      receivedAt: '2026-06-12T16:00:00.000+08:00',
      drafts,
      issues: [],
      outcome: 'good',
    };
    if (!['flood', 'pour', 'leak'].includes(does)) await tick(2);
  }
}

export const feed = {
  id: 'odd',
  title: { zh: '怪', en: 'Odd' },
  norm: 'none',
  contract: 1,
  decode(bytes) {
    const text = new TextDecoder().decode(bytes);
    if (text === 'throw') throw new Error('out of order');
    if (text === 'hang') for (;;);
    if (text === 'nonsense') return { ok: 'yes' };
    return { ok: true, drafts: [], issues: [] };
  },
  configure({ does, percent }) {
    if (does === 'pretend') pretend(percent);
    if (does === 'hang-at-load') for (;;);
    if (does === 'wrong') return { issues: [{ code: 'bad-config', path: '/does', level: 'error', message: 'wrong.' }] };
    const settled = [];
    return {
      feed: {
        id: 'odd',
        contract: 1,
        title: { zh: '怪', en: 'Odd' },
        ordering: { by: 'arrival' },
        canRefuse: false,
        open: async (context, stop) => {
          context.status('open');
          if (does === 'open-never') await new Promise(() => undefined);
          return {
            deliveries: deliveries(does, context, stop),
            settle: (token, verdict) => settled.push([token, verdict]),
            async execute({ name }) {
              if (name === 'never') await new Promise(() => undefined);
              if (name === 'throw') throw new Error('valve stuck');
              const said = name === 'priority' ? getPriority() : settled;
              return [{ code: 'settled', path: '', level: 'info', message: JSON.stringify(said) }];
            },
            closed: does === 'stay' ? new Promise(() => undefined) : Promise.resolve(),
          };
        },
      },
    };
  },
};
