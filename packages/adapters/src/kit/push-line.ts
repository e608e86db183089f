import { randomBytes } from 'node:crypto';
import { millis, type Clock, type Instant, type Json } from '@yingji/core';
import { signatureOf } from '../transports/signature.js';
import { drains, type Caller, type Line } from './line.js';
import { until } from './within.js';

/** One signed request, or one that is wrong in some way. */
export interface PushRequest {
  readonly body: Uint8Array;
  /** Default: the one of the configuration. */
  readonly secret?: string;
  /** Default: now. */
  readonly at?: Instant;
  /** What stands there in place of what was signed. */
  readonly sent?: { readonly body?: Uint8Array; readonly target?: string; readonly signature?: string };
}

export interface PushLine extends Line {
  /** The path that takes messages. */
  readonly path: string;
  request(request: PushRequest): Uint8Array;
}

/** Connections, and requests on each, that are sent while nobody takes them: twice what a runner ever leaves open. */
const CONNECTIONS = 32;
const REQUESTS = 64;

/** Statuses of the answers in what was heard. */
export const statusesIn = (heard: string): readonly number[] =>
  [...textOf(heard).matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

const textOf = (heard: string): string => Buffer.from(heard, 'hex').toString('latin1');
const isStored = (status: number | undefined): boolean => status !== undefined && status >= 200 && status < 300;
/** A source sends again what a server says it could not do. */
const isToComeAgain = (status: number): boolean => status >= 500;

/** A source that posts to us what it signs, by the options `secret` and `path` of the feed, wherever they stand in its configuration. */
export function pushLine(config: Json, clock: Pick<Clock, 'now'>): PushLine {
  const options = signedBy(config);
  if (!options) throw new Error('its configuration has no option "secret" to sign requests with');
  const { secret: own, path } = options;

  function request({ body, secret = own, at = clock.now(), sent = {} }: PushRequest): Uint8Array {
    const timestamp = String(Math.floor(millis(at) / 1_000));
    const nonce = randomBytes(16).toString('hex');
    const signature = sent.signature ?? signatureOf({ timestamp, nonce }, { target: path, body, secret });
    const content = sent.body ?? body;
    const head = [
      `POST ${sent.target ?? path} HTTP/1.1`,
      'host: 127.0.0.1',
      `content-length: ${content.length}`,
      `x-yingji-timestamp: ${timestamp}`,
      `x-yingji-nonce: ${nonce}`,
      `x-yingji-signature: ${signature}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content]);
  }

  return {
    path,
    request,
    wire: (body) => request({ body }),
    answerIn: (heard) => Buffer.from(bodyIn(textOf(heard)), 'latin1').toString('hex'),
    isDone: (heard) => statusesIn(heard).some((status) => !isToComeAgain(status)),
    isUnconfirmed: (heard) => !isStored(statusesIn(heard)[0]),
    flood: `${CONNECTIONS * REQUESTS} requests and more`,
    async isStopped(body, dial, taken) {
      const callers: Caller[] = [];
      // Busy is an answer too; those of a connection come in order, so that only one that came late says so at once.
      const refused = (): boolean =>
        callers.some(({ socket, heard }) => socket.closed || statusesIn(heard()).some(isToComeAgain));
      try {
        for (let n = 0; n < CONNECTIONS && !refused(); n += 1) {
          const caller = await dial();
          callers.push(caller);
          const all = Buffer.concat(Array.from({ length: REQUESTS }, () => request({ body })));
          if (!caller.socket.write(all) && !(await drains(caller.socket))) return true;
          if (n === 0) await taken();
          else await until(10, refused);
        }
        return await until(1_000, refused);
      } finally {
        for (const { socket } of callers) socket.destroy();
      }
    },
  };
}

/** The body of one answer, whole or in chunks (RFC 9112, 7.1). */
function bodyIn(answer: string): string {
  const end = answer.indexOf('\r\n\r\n') + 4;
  let rest = answer.slice(end);
  if (!/^transfer-encoding: *chunked\r$/im.test(answer.slice(0, end))) return rest;
  let body = '';
  for (let chunk = CHUNK.exec(rest); chunk; chunk = CHUNK.exec(rest)) {
    const [line, size] = chunk;
    const after = line.length + Number.parseInt(size!, 16);
    body += rest.slice(line.length, after);
    rest = rest.slice(after + 2);
  }
  return body;
}

const CHUNK = /^([0-9a-f]+)[^\r\n]*\r\n/i;

interface SignedBy {
  readonly secret: string;
  readonly path: string;
}

function signedBy(config: Json | undefined): SignedBy | undefined {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return undefined;
  const { secret, path } = config as { readonly [name: string]: Json };
  if (typeof secret === 'string') return { secret, path: typeof path === 'string' ? path : '/' };
  return Object.values(config)
    .map(signedBy)
    .find((found) => found !== undefined);
}
