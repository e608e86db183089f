// Feeds that are posted to and each break their contract in one way: the named check must say so.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { checkSigned, readSigned, type Signed } from '../transports/signature.js';
import { itFinds, queued, withDeliveries, withOpen, withSettle, type Mutant } from './broken.test.js';
import { checkFeed, loadSubjects, type FeedSubject } from './index.js';

const folder = fileURLToPath(new URL('../calls', import.meta.url));
const sound = async (): Promise<FeedSubject> => (await loadSubjects(folder))[0] as FeedSubject;

const { secret, path } = { secret: "nobody's but the check's", path: '/calls' };
const STORED = '{"code":0,"message":"stored"}';
const NEVER_SEEN = { has: () => false, add: () => undefined };

/** A server of HTTP as somebody writes it who does not use the transport: sound enough, but for what is said. */
interface ByHand {
  /** Seconds that the time of a request may be off; default 300. */
  readonly windowS?: number;
  /** Nonces that were taken. */
  readonly seen?: { has(nonce: string): boolean; add(nonce: string): unknown };
  readonly isSigned?: (signed: Signed, target: string, body: Uint8Array) => boolean;
  /** What is taken of a body that is signed right. */
  readonly taken?: (chunks: readonly Uint8Array[]) => Uint8Array;
  readonly confirmsEarly?: boolean;
  readonly listensOn?: boolean;
  readonly isBusy?: (open: number) => boolean;
}

const signedRight = (signed: Signed, target: string, body: Uint8Array): boolean =>
  checkSigned(signed, { target, body, secrets: [secret] });

const byHand = (subject: FeedSubject, how: ByHand): FeedSubject =>
  withOpen(subject, (_, decode) => async (context, stop) => {
    const { windowS = 300, seen = new Set<string>(), isSigned = signedRight } = how;
    const { confirmsEarly = false, listensOn = false, isBusy = (open) => open > 100 } = how;
    const { taken = Buffer.concat } = how;
    const { deliver, ...queue } = queued(decode, context, stop);
    let open = 0;

    async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const answer = (status: number): void => void response.writeHead(status).end(status === 200 ? STORED : '');
      if (isBusy((open += 1))) return answer(503);
      const chunks: Uint8Array[] = [];
      for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const signed = readSigned(request, { now: context.clock.now(), windowS });
      if ('refused' in signed || !isSigned(signed, request.url!, body)) return answer(401);
      if (seen.has(signed.nonce)) return answer(200);
      seen.add(signed.nonce);
      if (confirmsEarly) answer(200);
      deliver(taken(chunks), (verdict) => {
        open -= 1;
        if (!confirmsEarly) answer(verdict === 'stored' ? 200 : 503);
      });
    }

    const server = createServer((request, response) => void serve(request, response).catch(() => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stop.addEventListener('abort', () => {
      server.closeAllConnections();
      if (listensOn) server.unref();
      else server.close();
    });
    return { ...queue, closed: Promise.resolve(), port: (server.address() as { port: number }).port };
  });

const mutants: readonly Mutant[] = [
  {
    is: 'confirms what it has read before it is stored',
    found: 'settle',
    make: (subject) => byHand(subject, { confirmsEarly: true }),
  },
  {
    is: 'confirms what was not kept',
    found: 'settle',
    make: (subject) => withSettle(subject, () => 'stored'),
  },
  {
    is: 'refuses for good what was not kept',
    found: 'settle',
    make: (subject) => withSettle(subject, (verdict) => (verdict === 'retry' ? 'refused' : verdict)),
  },
  {
    is: 'leaves its source waiting once it is stored',
    found: 'settle',
    make: (subject) => withSettle(subject, (verdict) => (verdict === 'stored' ? undefined : verdict)),
  },
  {
    is: 'answers otherwise than its vector says',
    found: 'settle',
    make: (subject) => ({ ...subject, vectors: subject.vectors.map((vector) => ({ ...vector, answer: '06' })) }),
  },
  {
    is: 'takes a signature again that was used',
    found: 'signed',
    make: (subject) => byHand(subject, { seen: NEVER_SEEN }),
  },
  {
    is: 'takes what another signed',
    found: 'signed',
    make: (subject) => byHand(subject, { isSigned: () => true }),
  },
  {
    is: 'signs nothing but the body',
    found: 'signed',
    make: (subject) => byHand(subject, { isSigned: (signed, _, body) => signedRight(signed, path, body) }),
  },
  {
    is: 'takes what was signed a day ago',
    found: 'signed',
    make: (subject) => byHand(subject, { windowS: 2 * 86_400 }),
  },
  {
    is: 'says that it is stored when what was not kept comes again',
    found: 'signed',
    make: (subject) => byHand(subject, {}),
  },
  {
    is: 'has another key for what is signed anew',
    found: 'keys',
    make: (subject) => withDeliveries(subject, (delivery, n) => ({ ...delivery, key: `${delivery.key}.${n}` })),
  },
  {
    is: 'has one key for all messages',
    found: 'keys',
    make: (subject) => withDeliveries(subject, (delivery) => ({ ...delivery, key: 'message' })),
  },
  {
    is: 'takes the first chunk of a body for all of it',
    found: 'chunking',
    make: (subject) => byHand(subject, { taken: ([first]) => first! }),
  },
  {
    is: 'takes on whatever is posted while nobody takes anything',
    found: 'back-pressure',
    make: (subject) => byHand(subject, { isBusy: () => false }),
  },
  {
    is: 'listens on when it is stopped',
    found: 'restart',
    make: (subject) => byHand(subject, { listensOn: true }),
  },
];

describe('what `yingji check` finds in feeds that are posted to', function () {
  this.timeout(60_000);

  it('a sound one by hand, which is no mutant for what it is made of', async () => {
    const seen = new Set<string>();
    const forgets = { has: (nonce: string) => seen.has(nonce), add: (nonce: string) => seen.add(nonce) };
    const { checks } = await checkFeed(byHand(await sound(), { seen: forgets }), {
      only: ['chunking', 'settle', 'keys', 'restart', 'back-pressure'],
    });
    expect(checks.filter(({ result }) => result !== 'passed')).to.deep.equal([]);
  });

  it('what a secret is missing for', async () => {
    const { checks } = await checkFeed({ ...(await sound()), config: {} }, { only: ['settle'] });
    expect(checks[0]!.findings.join()).to.include('secret');
  });

  itFinds(mutants, sound);
});
