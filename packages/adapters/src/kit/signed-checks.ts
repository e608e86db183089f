import { millis, toInstant } from '@yingji/core';
import type { Caller } from './line.js';
import type { Play } from './play.js';
import { pushLine, statusesIn, type PushLine, type PushRequest } from './push-line.js';
import { played } from './session-checks.js';
import { bytesOf, sentOf, type FeedCheck } from './subject.js';
import { pause, until } from './within.js';

const ANSWERED_MS = 1_000;
/** What is taken is delivered within so long after all others were answered. */
const TAKEN_MS = 100;
const DAY_MS = 86_400_000;

/** Requests that nobody may send, by what is wrong with them. */
const wrongly = ({ clock }: Play, { path }: PushLine, body: Uint8Array): { readonly [what: string]: PushRequest } => ({
  'is signed by another key': { body, secret: 'a key that is not the one' },
  'has no signature': { body, sent: { signature: '' } },
  'has another body than was signed': { body, sent: { body: Buffer.concat([body, Buffer.from(' ')]) } },
  'goes elsewhere than was signed': { body, sent: { target: `${path}?elsewhere` } },
  'was signed a day ago': { body, at: toInstant(millis(clock.now()) - DAY_MS) },
  'was signed for tomorrow': { body, at: toInstant(millis(clock.now()) + DAY_MS) },
});

async function sent({ dial }: Play, request: Uint8Array): Promise<Caller> {
  const caller = await dial();
  caller.socket.write(request);
  return caller;
}

const statusOf = ({ heard }: Caller): number | undefined => statusesIn(heard())[0];
const isRefused = (caller: Caller): boolean => String(statusOf(caller)).startsWith('4');
const isConfirmed = (caller: Caller): boolean => String(statusOf(caller)).startsWith('2');

/** What is taken although it is signed wrong. */
async function forged(open: Play, line: PushLine, body: Uint8Array): Promise<string[]> {
  const tried = await Promise.all(
    Object.entries(wrongly(open, line, body)).map(async ([what, request]) => ({
      what,
      caller: await sent(open, line.request(request)),
    })),
  );
  const taken = open.next(ANSWERED_MS);
  const isTaken = await Promise.race([
    taken.then((delivery) => delivery !== undefined),
    until(ANSWERED_MS, () => tried.every(({ caller }) => isRefused(caller))).then(() => false),
  ]);
  // Those that are refused are so by then.
  if (isTaken) await pause(TAKEN_MS);
  const found = tried
    .filter(({ caller }) => !isRefused(caller))
    .map(({ what }) => `a request that ${what} is not refused`);
  if (found.length === 0 && (isTaken || (await open.next(TAKEN_MS))))
    found.push('what is refused is delivered all the same');
  return found;
}

/** What becomes of a request that comes again, byte by byte the same. */
async function replayed(open: Play, line: PushLine, body: Uint8Array): Promise<string[]> {
  const { next, session } = open;
  const request = line.wire(body);
  const first = await sent(open, request);
  const delivery = await next();
  if (!delivery) return ['a request that is signed right is never delivered'];
  await sent(open, request);
  if (await next(TAKEN_MS)) return ['the same request is delivered twice while it is being stored'];
  session.settle(delivery.token, 'stored');
  if (!(await until(ANSWERED_MS, () => isConfirmed(first)))) return ['what is stored is not confirmed'];
  const again = await sent(open, request);
  if (await next(TAKEN_MS)) return ['a request that was stored is delivered again when it is replayed'];
  return (await until(ANSWERED_MS, () => isConfirmed(again)))
    ? []
    : ['a source that lost the answer and sends the same request again is not told that it is stored'];
}

/** What was not kept is not lost to a source that sends the same request again. */
async function notKept(open: Play, line: PushLine, body: Uint8Array): Promise<string[]> {
  const request = line.wire(body);
  const first = await sent(open, request);
  const delivery = await open.next();
  if (!delivery) return ['a request that is signed right is never delivered'];
  open.session.settle(delivery.token, 'retry');
  await until(ANSWERED_MS, () => statusOf(first) !== undefined || first.socket.closed);
  await sent(open, request);
  return (await open.next(ANSWERED_MS)) ? [] : ['a request that was not kept is not taken when it comes again'];
}

/** What a line that is signed must keep. */
export const signedChecks: readonly FeedCheck[] = [
  {
    id: 'signed',
    about: 'Only what is signed right, in its time and for the first time is taken; what was not kept may come again.',
    needsLine: true,
    of: 'http-push',
    async run(subject) {
      const body = bytesOf(sentOf(subject)[0]!);
      for (const part of [forged, replayed, notKept]) {
        const found = await played(subject, (open) => part(open, pushLine(subject.config, open.clock), body));
        if (found.length > 0) return found;
      }
      return [];
    },
  },
];
