import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { issue, type Transport, type Verdict } from '@yingji/core/feed';
import { bound } from './bound.js';
import { createInbox } from './inbox.js';
import { createNonces } from './nonces.js';
import { createReceipts } from './receipts.js';
import { checkSigned, readSigned, type Signed } from './signature.js';

export interface HttpPushOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The one path that takes messages. Default `/`. */
  readonly path?: string;
  /** Key of the signature (HMAC-SHA256). */
  readonly secret: string;
  /** The key before, taken too. */
  readonly formerSecret?: string | undefined;
  /** Seconds a timestamp may lie from our clock; as long a nonce is remembered. Default 300. */
  readonly windowS?: number;
  /** Largest body, bytes. Default 1,048,576. */
  readonly maxBytes?: number;
  /** Seconds within which a request must be here, whole. Default 15. */
  readonly timeoutS?: number;
}

/** Requests that may wait for their commit, and the bytes of all bodies; more are told to come again. */
const MOST_OPEN = 256;
const MOST_OPEN_BYTES = 8 * 1024 * 1024;
/** Bodies that are read at once, and of one host: whoever signs nothing right keeps nobody else out. */
const MOST_READING = 512;
const MOST_READING_OF_HOST = 64;
const MOST_CONNECTIONS = 1_024;
const MOST_CONNECTIONS_OF_HOST = 512;
/** How often it is looked for requests that are late; who sends a byte a minute holds nothing open. */
const LOOK_MS = 2_000;
/** So long the line is held for who is refused while his body is on its way, and has yet to hear of it. */
const LINGER_MS = 2_000;

const OFF = issue(
  'push-clock-off',
  'What is pushed is signed at a time that is not ours, and refused; set the clock of this host, or that of the source.',
);

const STATUS: { readonly [verdict in Verdict]: number } = { stored: 200, refused: 422, retry: 503 };

/**
 * A source that posts its messages to us, each signed. 200 once it is committed, 422 when it could not be read and is in
 * quarantine, 503 when it was not kept and is to be sent again. The same request again, by a replay or by a source that lost the
 * answer, is answered as before and delivered no more. A body that is too large is read to that size and not on, one that says so itself not at
 * all: 413, a line in the log, and then the line is closed, once the sender has closed it or 2 s are over. Closed at once, the system
 * would throw away what it has not read, and the answer with it.
 */
export function httpPush(options: HttpPushOptions): Transport {
  const { port, host = '127.0.0.1', path = '/', secret, formerSecret, windowS = 300, maxBytes = 1_048_576 } = options;
  const requestMs = (options.timeoutS ?? 15) * 1_000;
  const secrets = formerSecret === undefined ? [secret] : [secret, formerSecret];
  return {
    stream: false,
    async open({ source, clock, logger, status }, stop) {
      const inbox = createInbox(() => undefined);
      const nonces = createNonces({ keepMs: windowS * 2_000, now: () => clock.elapsed() });
      const receipt = createReceipts(clock);
      const reading = createTally();
      const connected = createTally();
      let [requests, open, openBytes, readings] = [0, 0, 0, 0];
      let [takenAt, isOff] = [-Infinity, false];

      /** A right signature of another time. Where none of ours came meanwhile it is no replay, and all that the source says is refused. */
      function ofAnotherTime(): void {
        if (isOff || clock.elapsed() - takenAt <= windowS * 1_000) return;
        isOff = true;
        status('reconnecting', OFF);
      }

      function ofOurs(): void {
        takenAt = clock.elapsed();
        if (isOff) status('open');
        isOff = false;
      }

      async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const refuse = (code: number, why: string): void => {
          const host = request.socket.remoteAddress ?? '';
          if (code === 401) logger.write('warn', 'push-not-signed', { feed: source, host, why });
          if (code === 413) logger.write('warn', 'push-too-large', { feed: source, host, most: maxBytes });
          // One that waits behind another of its line is answered in its turn.
          if (request.complete || response.socket === null) answer(response, code, why);
          else turnAway(request, { status: code, message: why, maxBytes });
        };
        if (request.url?.split('?')[0] !== path) return refuse(404, 'no-such-path');
        if (request.method !== 'POST') return refuse(405, 'post-only');
        const read = readSigned(request, { now: clock.now(), windowS });
        const signed = 'refused' in read ? read.signed : read;
        if (!signed) return refuse(401, 'not-signed');
        if (Number(request.headers['content-length'] ?? 0) > maxBytes) return refuse(413, 'too-large');
        const from = request.socket.remoteAddress ?? '';
        const ofHost = reading.of(from);
        const busy = open >= MOST_OPEN || openBytes >= MOST_OPEN_BYTES || readings >= MOST_READING;
        if (busy || ofHost >= MOST_READING_OF_HOST) return refuse(503, 'busy');
        readings += 1;
        reading.more(from);
        const body = await readBody(request, { maxBytes, add: (bytes) => (openBytes += bytes) });
        readings -= 1;
        reading.less(from);
        const right = body.ended === 'whole' && checkSigned(signed, { target: request.url, body: body.bytes, secrets });
        if (right && signed === read) {
          ofOurs();
          return take(signed, body.bytes, response);
        }
        openBytes -= body.bytes.length;
        if (right) ofAnotherTime();
        if (body.ended === 'too-large') refuse(413, 'too-large');
        else if (body.ended === 'whole') refuse(401, right ? 'timestamp-off' : 'wrong-signature');
      }

      function take(signed: Signed, bytes: Uint8Array, response: ServerResponse): void {
        open += 1;
        const leave = (): void => {
          open -= 1;
          openBytes -= bytes.length;
        };
        const seen = nonces.take(signed.nonce, signed.signature);
        if (seen !== 'new') {
          leave();
          if (seen === 'full') return answer(response, 503, 'busy');
          if (seen === 'other') return answer(response, 409, 'nonce-used');
          if (seen === 'open') return answer(response, 409, 'being-stored');
          return answer(response, STATUS[seen], seen);
        }
        requests += 1;
        let own: Uint8Array | undefined;
        inbox.add({
          line: String(requests),
          bytes,
          receivedAt: receipt(''),
          last: true,
          sending: signed.signature,
          answer: (answered) => (own = answered),
          settled(verdict) {
            leave();
            nonces.settle(signed.nonce, verdict);
            answer(response, STATUS[verdict], verdict, own);
          },
        });
      }

      const server = createServer(
        { connectionsCheckingInterval: Math.min(LOOK_MS, requestMs / 4) },
        (request, response) => {
          // A line that breaks while it is read or answered ends; without a listener the program would.
          response.on('error', () => undefined);
          serve(request, response).catch((error: Error) => {
            logger.write('debug', 'push-line-broken', { feed: source, message: error.message });
            request.socket.destroy();
          });
        },
      );
      const tooMany = (from: string): void =>
        logger.write('warn', 'push-too-many-connections', { feed: source, host: from });
      server.maxConnections = MOST_CONNECTIONS;
      server.on('drop', (dropped) => tooMany(dropped?.remoteAddress ?? ''));
      server.on('connection', (socket) => {
        const from = socket.remoteAddress ?? '';
        connected.more(from);
        socket.once('close', () => connected.less(from));
        if (connected.of(from) <= MOST_CONNECTIONS_OF_HOST) return;
        tooMany(from);
        socket.destroy();
      });
      server.requestTimeout = requestMs;
      server.headersTimeout = requestMs;
      await bound(server, { host, port }, (done) => server.listen(port, host, done));
      server.on('error', ({ message }) => logger.write('error', 'push-accept-failed', { feed: source, message }));
      const closed = new Promise<void>((resolve) => server.once('close', resolve));
      const end = (): void => {
        server.close();
        // What is not committed is not confirmed: the source sees its line break and sends again.
        server.closeAllConnections();
        inbox.close();
      };
      // Once it is closed it has none.
      const { port: own } = server.address() as AddressInfo;
      if (stop.aborted) end();
      else stop.addEventListener('abort', end, { once: true });
      return { packets: inbox.packets, closed, port: own };
    },
  };
}

/** How many of what each host has; hosts that have none cost nothing. */
function createTally() {
  const counts = new Map<string, number>();
  const of = (host: string): number => counts.get(host) ?? 0;
  return {
    of,
    more: (host: string): void => void counts.set(host, of(host) + 1),
    less(host: string): void {
      if (of(host) > 1) counts.set(host, of(host) - 1);
      else counts.delete(host);
    },
  };
}

interface ReadBody {
  readonly bytes: Uint8Array;
  readonly ended: 'whole' | 'too-large' | 'broken';
}

async function readBody(
  request: IncomingMessage,
  { maxBytes, add }: { readonly maxBytes: number; readonly add: (bytes: number) => void },
): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const read = (ended: ReadBody['ended']): ReadBody => ({ bytes: Buffer.concat(chunks), ended });
  try {
    // Left before its end, the request must stay open for the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      if (length + chunk.length > maxBytes) return read('too-large');
      length += chunk.length;
      add(chunk.length);
      chunks.push(chunk);
    }
  } catch {
    return read('broken');
  }
  return read(request.complete ? 'whole' : 'broken');
}

/** `code` 0 is what callers in China look for; the words are ours. */
const said = (status: number, message: string): string =>
  JSON.stringify({ code: status === 200 ? 0 : status, message });

function answer(response: ServerResponse, status: number, message: string, own?: Uint8Array): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  if (status === 503) response.setHeader('retry-after', '2');
  // A body that is not read to its end belongs to no next request.
  if (status !== 200 && status !== 422) response.setHeader('connection', 'close');
  response.end(own ?? said(status, message));
}

/**
 * Answers a request whose body is still on its way, and closes our side alone. A line that is closed with bytes unread is reset, and
 * the sender may never hear why.
 */
function turnAway(request: IncomingMessage, { status, message, maxBytes }: TurnedAway): void {
  const { socket } = request;
  if (!socket.writable) return void socket.destroy();
  const body = said(status, message);
  const head = [
    ...[`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'content-type: application/json', 'connection: close'],
    ...(status === 503 ? ['retry-after: 2'] : []),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.setTimeout(LINGER_MS, () => socket.destroy());
  // Who writes all before he reads hears it too, unless he writes far too much.
  let spill = request.readableDidRead ? 0 : maxBytes / 2;
  request.on('error', () => undefined);
  request.on('end', () => socket.destroySoon());
  request.on('data', (bytes: Uint8Array) => {
    spill -= bytes.length;
    if (spill < 0) request.pause();
  });
}

interface TurnedAway {
  readonly status: number;
  readonly message: string;
  readonly maxBytes: number;
}
