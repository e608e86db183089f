import { YingjiError, type Issue, type Logger } from '@yingji/core';
import type { Duplex } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { placeOf } from '../error-place.js';
import type { Counts } from './counts.js';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly issues?: readonly Issue[];
}

export type Refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => FastifyReply;

/** Answers a refused request as `{code, message}` and closes its connection; an address with too many is answered 429. */
export function createRefuse(failures: Counts): Refuse {
  return (request, reply, { status, ...body }) => {
    if (status < 500) void reply.header('connection', 'close');
    const waitS = status < 500 ? failures.add(request.ip) : undefined;
    if (waitS !== undefined)
      return reply.code(429).header('retry-after', String(waitS)).send({
        code: 'too-many-failures',
        message: 'Too many refused requests from this address; wait a minute.',
      });
    return reply.code(status).send(body);
  };
}

const KNOWN: { readonly [code: string]: Refusal } = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body-too-large',
    message: 'The body is larger than the gateway accepts.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    message: 'Send the body as application/json.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'bad-request',
    message: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'bad-json', message: 'The body is no JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'bad-json', message: 'The body is empty; send JSON.' },
};

/** What Node's parser gives up on never becomes a request; it is refused in the same form, and the line ends. */
export function refuseUnparsed(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, code, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'headers-too-large', 'The headers are larger than the gateway accepts.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'too-slow', 'The request did not come in whole in time.']
        : ['400 Bad Request', 'bad-http', 'This is no HTTP request that can be understood in one way only.'];
  const body = JSON.stringify({ code, message });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

/** Turns whatever a handler throws into `{code, message}`; a stranger learns nothing about the inside. */
export function handleErrors(
  app: FastifyInstance,
  { refuse, logger }: { readonly refuse: Refuse; readonly logger: Logger },
): void {
  app.setErrorHandler((error: FastifyError | YingjiError | Error, request, reply) => {
    const code = 'code' in error ? error.code : '';
    const known = KNOWN[code];
    if (known) return refuse(request, reply, known);
    if (error instanceof SyntaxError)
      return refuse(request, reply, { status: 400, code: 'bad-json', message: 'The body is no JSON.' });
    if (error instanceof YingjiError) {
      logger.write('error', error.code, { route: request.routeOptions.url ?? '' });
      return refuse(request, reply, {
        status: 503,
        code: error.code,
        message: 'The gateway cannot do this now; try again.',
      });
    }
    const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
    if (status < 500)
      return refuse(request, reply, { status, code: 'bad-request', message: 'The request cannot be understood.' });
    logger.write('error', 'internal-error', placeOf(error));
    return refuse(request, reply, {
      status: 500,
      code: 'internal-error',
      message: 'Something broke in the gateway; its log tells more.',
    });
  });
  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, {
      status: 404,
      code: 'not-found',
      message: 'There is nothing here; /api/schema lists what there is.',
    }),
  );
}
