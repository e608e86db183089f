import { once } from 'node:events';
import { connect } from 'node:net';
import { pause, play, within, type Play } from './play.js';
import { bytesOf, goodOf, type FeedCheck, type FeedSubject } from './subject.js';

/** Long enough that an answer that is sent too early would have come. */
const EARLY_MS = 100;

async function played(subject: FeedSubject, run: (play: Play) => Promise<string[]>): Promise<string[]> {
  const open = await play(subject);
  try {
    return await run(open);
  } finally {
    await open.stop();
  }
}

/** What happens on the line: needs a source that can be played. */
export const sessionChecks: readonly FeedCheck[] = [
  {
    id: 'chunking',
    about: 'A stream comes to the same messages wherever it is cut.',
    run: (subject) =>
      played(subject, async ({ dial, next, session }) => {
        const vectors = goodOf(subject);
        const stream = Buffer.concat(vectors.map(bytesOf));
        const keysOf = async (cuts: readonly number[]): Promise<string> => {
          const { socket } = await dial();
          socket.setNoDelay(true);
          const keys: string[] = [];
          for (const [i, from] of [0, ...cuts].entries()) {
            socket.write(stream.subarray(from, cuts[i] ?? stream.length));
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
        for (let cut = 1; cut < stream.length; cut += Math.max(1, Math.floor(stream.length / 64)))
          if ((await keysOf([cut])) !== whole)
            return [`cut after ${cut} of ${stream.length} bytes, it gives other messages`];
        const bytewise = Array.from({ length: Math.min(stream.length - 1, 256) }, (_, i) => i + 1);
        return (await keysOf(bytewise)) === whole ? [] : ['byte by byte, it gives other messages'];
      }),
  },
  {
    id: 'settle',
    about: 'Nothing is confirmed before it is stored, and nothing at all that was not.',
    run: (subject) =>
      played(subject, async ({ dial, next, session }) => {
        const found: string[] = [];
        for (const vector of goodOf(subject)) {
          const { socket, heard } = await dial();
          socket.write(bytesOf(vector));
          const delivery = await next();
          if (!delivery) return [`"${vector.name}" is never delivered`];
          await pause(EARLY_MS);
          if (heard() !== '') return [`"${vector.name}" is answered (${heard()}) before it is stored`];
          session.settle(delivery.token, 'stored');
          await pause(EARLY_MS);
          if (vector.answer !== undefined && heard() !== vector.answer)
            found.push(`"${vector.name}" is answered ${heard() || 'nothing'} where ${vector.answer} is due`);
          socket.write(bytesOf(vector));
          const again = await next();
          const before = heard();
          if (again) session.settle(again.token, 'retry');
          await pause(EARLY_MS);
          if (heard() !== before) found.push(`"${vector.name}" is answered although it was not kept`);
          socket.destroy();
        }
        return found;
      }),
  },
  {
    id: 'keys',
    about: 'A retry repeats the key of its message, also over another line; another message never does.',
    run: (subject) =>
      played(subject, async ({ dial, next, session }) => {
        const seen = new Map<string, string>();
        for (const vector of goodOf(subject)) {
          const keys: string[] = [];
          for (let time = 0; time < 2; time += 1) {
            const { socket } = await dial();
            socket.write(bytesOf(vector));
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
      const [vector] = goodOf(subject);
      const before = resources();
      for (let time = 1; time <= 3; time += 1) {
        const { dial, next, session, stop } = await play(subject);
        const { socket } = await dial();
        socket.write(bytesOf(vector!));
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
        if (!closed) return ['it is not closed five seconds after it was stopped'];
        if (!hungUp) return ['it leaves the line of its source open when it is stopped'];
        if (await answers(session.port!)) return ['it listens on after it was stopped'];
      }
      // What is closed may take a turn or two until it is gone.
      for (let turn = 0; turn < 40 && leftOver(before).length > 0; turn += 1) await pause(25);
      return leftOver(before).map((what) => `stopped three times, it leaves ${what} open`);
    },
  },
  {
    id: 'back-pressure',
    about: 'While nobody takes its messages it stops reading, and its memory stays.',
    run: (subject) =>
      played(subject, async ({ dial, next }) => {
        const { socket } = await dial();
        const [vector] = goodOf(subject);
        const one = Buffer.from(bytesOf(vector!));
        const block = Buffer.concat(Array.from({ length: Math.ceil(1_048_576 / one.length) }, () => one));
        // The first is taken, as the runner would; then its credit is used up.
        for (let sent = 0; sent < 64; sent += 1) {
          if (
            !socket.write(block) &&
            !(await within(
              1_000,
              once(socket, 'drain').then(() => true),
            ))
          ) {
            socket.destroy();
            return [];
          }
          if (sent === 0) await next();
        }
        socket.destroy();
        return ['it reads on, 64 MB and more, while nobody takes what it has read'];
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
