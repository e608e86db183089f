import { once } from 'node:events';
import { connect } from 'node:net';
import type { Caller } from './line.js';
import { play, type Play } from './play.js';
import { bytesOf, sentOf, type FeedCheck, type FeedSubject, type FeedVector } from './subject.js';
import { pause, until, within } from './within.js';

/** Long enough that an answer that is sent too early would have come. */
const EARLY_MS = 100;
/** An answer that is due is there within so long. */
const LATE_MS = 1_000;
/** A feed that takes several messages at once has the next within so long. */
const AT_ONCE_MS = 500;
const NOT_CLOSED = 'long after it was stopped it is not closed';

export async function played(subject: FeedSubject, run: (play: Play) => Promise<string[]>): Promise<string[]> {
  const open = await play(subject);
  try {
    return await run(open);
  } finally {
    await open.stop();
  }
}

/** `..` stands for a byte that may be anything, such as a time of ours. */
const isAnswer = (due: string, heard: string): boolean =>
  new RegExp(`^${due.replaceAll('..', '[0-9a-f]{2}')}$`).test(heard);

interface Sent extends Caller {
  readonly vector: FeedVector;
  readonly token: number;
}

/**
 * Sends each message over a line of its own, and gives those that are delivered while none before is settled: as many as the
 * feed has open at once, for to wait for each alone would take minutes where there are many vectors.
 */
async function* rounds({ dial, next }: Play, vectors: readonly FeedVector[]): AsyncGenerator<Sent[] | string> {
  let round: Sent[] = [];
  for (const vector of vectors) {
    const caller = await dial();
    caller.send(bytesOf(vector));
    let delivery = await next(round.length > 0 ? AT_ONCE_MS : undefined);
    if (!delivery && round.length > 0) {
      yield round;
      round = [];
      delivery = await next();
    }
    if (!delivery) return yield `"${vector.name}" is never delivered`;
    round.push({ ...caller, vector, token: delivery.token });
  }
  if (round.length > 0) yield round;
}

/** What is answered too early, or not as it must be, when everything is stored. */
async function confirmed(open: Play, vectors: readonly FeedVector[]): Promise<string[]> {
  const found: string[] = [];
  for await (const round of rounds(open, vectors)) {
    if (typeof round === 'string') return [...found, round];
    await pause(EARLY_MS);
    const early = round.filter(({ heard }) => heard() !== '');
    if (early.length > 0)
      return early.map(({ vector, heard }) => `"${vector.name}" is answered (${heard()}) before it is stored`);
    for (const { token } of round) open.session.settle(token, 'stored');
    await pause(EARLY_MS);
    // A busy machine may be late.
    const due = round.filter(({ vector: { answer = '' } }) => answer !== '' || open.line.isUnconfirmed(''));
    await until(LATE_MS, () => due.every(({ heard }) => heard() !== ''));
    for (const { vector, heard, socket } of round) {
      const answer = open.line.answerIn(heard());
      if (vector.answer !== undefined && !isAnswer(vector.answer, answer))
        found.push(`"${vector.name}" is answered ${answer || 'nothing'} where ${vector.answer} is due`);
      if (open.line.isUnconfirmed(heard())) found.push(`"${vector.name}" is not confirmed although it is stored`);
      socket.destroy();
    }
  }
  return found;
}

/** What is answered although it was not kept. */
async function notConfirmed(open: Play, vectors: readonly FeedVector[]): Promise<string[]> {
  const found: string[] = [];
  for await (const round of rounds(open, vectors)) {
    if (typeof round === 'string') return [...found, round];
    for (const { token } of round) open.session.settle(token, 'retry');
    await pause(EARLY_MS);
    for (const { vector, heard, socket } of round) {
      if (open.line.isDone(heard())) found.push(`"${vector.name}" is confirmed although it was not kept`);
      socket.destroy();
    }
  }
  return found;
}

/** What a feed that was spoken to leaves when it is stopped. */
async function leftByLine({ dial, next, session, stop }: Play, vector: FeedVector, time: number): Promise<string[]> {
  const { socket, send } = await dial();
  send(bytesOf(vector));
  const delivery = await next();
  if (delivery) session.settle(delivery.token, 'stored');
  const closed = await stop();
  const hungUp =
    socket.closed ||
    (await within(
      1_000,
      once(socket, 'close').then(() => true),
    ));
  socket.destroy();
  if (!delivery) return [`opened the ${time}. time, it delivers nothing`];
  if (!closed) return [NOT_CLOSED];
  if (!hungUp) return ['it leaves the line of its source open when it is stopped'];
  return (await answers(session.port!)) ? ['it listens on after it was stopped'] : [];
}

/** Lets a feed that nobody can speak to begin its work; that it has nothing to tell is no fault. */
async function unasked({ next, session, stop }: Play): Promise<string[]> {
  const delivery = await next(EARLY_MS);
  if (delivery) session.settle(delivery.token, 'stored');
  return (await stop()) ? [] : [NOT_CLOSED];
}

/** What happens on the line: needs a source that can be played, but for those that only open it. */
export const sessionChecks: readonly FeedCheck[] = [
  {
    id: 'chunking',
    about: 'A stream comes to the same messages wherever it is cut.',
    needsLine: true,
    run: (subject) =>
      played(subject, async ({ dial, next, session, line }) => {
        const vectors = sentOf(subject);
        const streamed = (): Buffer => Buffer.concat(vectors.map((vector) => line.wire(bytesOf(vector))));
        const { length } = streamed();
        const keysOf = async (cuts: readonly number[]): Promise<string> => {
          const { socket } = await dial();
          socket.setNoDelay(true);
          const stream = streamed();
          const keys: string[] = [];
          for (const [i, from] of [0, ...cuts].entries()) {
            socket.write(stream.subarray(from, cuts[i] ?? length));
            await pause(0);
          }
          for (let i = 0; i < vectors.length; i += 1) {
            const delivery = await next();
            if (!delivery) break;
            keys.push(delivery.key);
            session.settle(delivery.token, 'stored');
          }
          socket.destroy();
          return keys.join();
        };
        const whole = await keysOf([]);
        if (whole.split(',').length !== vectors.length || whole === '')
          return [
            `${vectors.length} good messages in one stream give ${whole === '' ? 0 : whole.split(',').length} deliveries`,
          ];
        for (let cut = 1; cut < length; cut += Math.max(1, Math.floor(length / 64)))
          if ((await keysOf([cut])) !== whole) return [`cut after ${cut} of ${length} bytes, it gives other messages`];
        const bytewise = Array.from({ length: Math.min(length - 1, 256) }, (_, i) => i + 1);
        return (await keysOf(bytewise)) === whole ? [] : ['byte by byte, it gives other messages'];
      }),
  },
  {
    id: 'settle',
    about: 'Nothing is confirmed before it is stored, and nothing at all that was not.',
    needsLine: true,
    run: (subject) =>
      played(subject, async (open) => {
        const sent = sentOf(subject);
        const found = await confirmed(open, sent);
        return found.length > 0 ? found : notConfirmed(open, sent);
      }),
  },
  {
    id: 'keys',
    about: 'A retry repeats the key of its message, also over another line; another message never does.',
    needsLine: true,
    run: (subject) =>
      played(subject, async ({ dial, next, session }) => {
        const seen = new Map<string, string>();
        for (const vector of sentOf(subject)) {
          const keys: string[] = [];
          for (let time = 0; time < 2; time += 1) {
            const { socket, send } = await dial();
            send(bytesOf(vector));
            const delivery = await next();
            if (!delivery) return [`"${vector.name}" is not delivered the ${time === 0 ? 'first' : 'second'} time`];
            keys.push(delivery.key);
            session.settle(delivery.token, 'stored');
            socket.destroy();
          }
          if (keys[0] !== keys[1]) return [`"${vector.name}" has key ${keys[0]}, its retry ${keys[1]}`];
          const other = seen.get(keys[0]!);
          if (other !== undefined) return [`"${vector.name}" and "${other}" have one key, ${keys[0]}`];
          seen.set(keys[0]!, vector.name);
        }
        return [];
      }),
  },
  {
    id: 'restart',
    about: 'It can be stopped and opened again and again, and leaves nothing open.',
    async run(subject) {
      const before = resources();
      for (let time = 1; time <= 3; time += 1) {
        const open = await play(subject);
        const found = subject.line ? await leftByLine(open, sentOf(subject)[0]!, time) : await unasked(open);
        if (found.length > 0) return found;
      }
      // What is closed may take a turn or two until it is gone.
      for (let turn = 0; turn < 40 && leftOver(before).length > 0; turn += 1) await pause(25);
      return leftOver(before).map((what) => `stopped three times, it leaves ${what} open`);
    },
  },
  {
    id: 'back-pressure',
    about: 'While nobody takes its messages it stops reading or says so, and its memory stays.',
    needsLine: true,
    run: (subject) =>
      played(subject, async ({ dial, next, line }) => {
        // The first is taken, as the runner would; then its credit is used up.
        const stopped = await line.isStopped(bytesOf(sentOf(subject)[0]!), dial, () => next());
        return stopped ? [] : [`it reads on, ${line.flood}, while nobody takes what it has read`];
      }),
  },
];

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = await within(
    1_000,
    once(socket, 'connect').then(() => true),
  ).catch(() => false);
  socket.destroy();
  return connected ?? false;
}

/** What keeps a process alive, each sort with its number. */
function resources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const sort of process.getActiveResourcesInfo()) counts.set(sort, (counts.get(sort) ?? 0) + 1);
  return counts;
}

/** What there is more of than before; one-off work of the engine is none of it. */
function leftOver(before: ReadonlyMap<string, number>): string[] {
  return [...resources()]
    .filter(
      ([sort, count]) => /Wrap$|^(Timeout|FSEvent|Worker|MessagePort)/.test(sort) && count > (before.get(sort) ?? 0),
    )
    .map(([sort, count]) => `${count - (before.get(sort) ?? 0)} ${sort}`);
}
