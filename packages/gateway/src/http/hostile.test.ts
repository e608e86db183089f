import { connect } from 'node:net';
import { expect } from 'chai';
import { reports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { raw, statusOf } from '../../test/raw.js';
import { until } from '../../test/wait.js';

const CANARY = 'canary-7f3a';

describe('the gateway under bad requests', () => {
  let at: HttpFixture;
  before(async () => {
    const limits = { requestMs: 500, connections: 40, failuresPerMinute: 100_000 };
    at = await startHttp({ config: { limits } });
  });
  after(() => at.close());
  const host = (): string => new URL(at.url).host;
  const head = (line: string, more = ''): string =>
    `${line} HTTP/1.1\r\nHost: ${host()}\r\nAuthorization: Bearer ${at.token}\r\n${more}`;
  const alive = async (): Promise<void> => void expect((await fetch(`${at.url}/healthz`)).status).to.equal(200);

  const bodies: { readonly [what: string]: readonly [body: string, status: number, code: string] } = {
    'a body above the limit': [JSON.stringify({ queries: { a: 'x'.repeat(70_000) } }), 413, 'body-too-large'],
    'brackets 30,000 deep': ['['.repeat(30_000), 400, 'bad-json'],
    'objects 10,000 deep, closed': ['{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), 400, 'bad-json'],
    'half a document': ['{"queries":', 400, 'bad-json'],
    'no body': ['', 400, 'bad-json'],
    'a prototype in disguise': ['{"__proto__":{"queries":{}}}', 400, 'bad-json'],
    'a constructor in disguise': ['{"constructor":{"prototype":{"a":1}}}', 400, 'bad-json'],
    'a thousand queries': [
      JSON.stringify({ queries: Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [i, { kind: 'report' }])) }),
      400,
      'bad-open',
    ],
    'a number of a thousand digits': [
      `{"queries":{"a":{"kind":"report","top":${'9'.repeat(1_000)}}}}`,
      400,
      'bad-open',
    ],
  };
  for (const [what, [body, status, code]] of Object.entries(bodies))
    it(`refuses ${what}`, async () => {
      const answer = await at.post('/api/view', body);
      expect(answer.status).to.equal(status);
      expect(await answer.json()).to.include({ code });
    });

  it('takes JSON alone, uncompressed', async () => {
    expect(
      (await at.post('/api/view', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    ).to.equal(415);
    expect((await at.post('/api/view', JSON.stringify(reports), { 'content-type': 'text/plain' })).status).to.equal(
      415,
    );
    expect((await at.post('/api/view', reports, { 'content-encoding': 'gzip' })).status).to.equal(415);
  });

  it('refuses a body that says it is larger than the limit before it comes', async () => {
    const answer = await raw(
      at.url,
      head('POST /api/view', 'Content-Type: application/json\r\nContent-Length: 100000000\r\n\r\n'),
    );
    expect(statusOf(answer)).to.equal(413);
  });

  it('refuses headers above the limit', async () => {
    expect(statusOf(await raw(at.url, head('GET /healthz', `X-Long: ${'x'.repeat(9_000)}\r\n\r\n`)))).to.equal(431);
    const many = Array.from({ length: 3_000 }, (_, i) => `A${i}: b\r\n`).join('');
    expect(statusOf(await raw(at.url, head('GET /healthz', `${many}\r\n`)))).to.equal(431);
  });

  it('refuses a request that is told apart in two ways', async () => {
    const both = head(
      'POST /api/view',
      'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
    );
    expect(statusOf(await raw(at.url, both))).to.equal(400);
    expect(statusOf(await raw(at.url, head('GET /healthz', 'X: a\n b\r\n\r\n')))).to.equal(400);
  });

  it('says what its parser gave up on as it says everything else', async () => {
    for (const [bytes, status, code] of [
      [head('GET /healthz', 'X : a\r\n\r\n'), 400, 'bad-http'],
      [head('GET /healthz', `X-Long: ${'x'.repeat(9_000)}\r\n\r\n`), 431, 'headers-too-large'],
      ['GET /healthz HTTP/1.1\r\n', 408, 'too-slow'],
    ] as const) {
      const answer = await raw(at.url, bytes);
      expect(statusOf(answer)).to.equal(status);
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!))
        .to.have.keys('code', 'message')
        .and.include({ code });
    }
  });

  it('refuses a request that says twice who speaks to whom', async () => {
    for (const [name, value] of [
      ['Host', 'evil.example'],
      ['Authorization', 'Bearer other'],
    ])
      expect(statusOf(await raw(at.url, head('GET /healthz', `${name}: ${value}\r\n\r\n`))), name).to.equal(400);
  });

  it('repeats nothing of a path in its answer', async () => {
    for (const path of [`/api/schema/${CANARY.repeat(9)}`, `/${CANARY}%zz`, `/api/commands/${CANARY}`])
      expect(await raw(at.url, head(`POST ${path}`, 'Connection: close\r\n\r\n')), path).to.not.include(CANARY);
  });

  it('puts no header of its own into an answer because of what a path says', async () => {
    for (const path of ['/%0d%0aset-cookie:%20a=b', '/api/schema/a%0d%0aset-cookie:%20a=b', '/api/commands/x%0d%0ay'])
      expect((await raw(at.url, head(`GET ${path}`, 'Connection: close\r\n\r\n'))).toLowerCase(), path).to.not.match(
        /\nset-cookie/,
      );
  });

  for (const path of [
    '/',
    '/api',
    '/api/',
    '/api/view/',
    '/api/nothing',
    '/api/schema/__proto__',
    '/API/view',
    '/healthz/..',
    '//healthz',
    `/${'a'.repeat(4_000)}`,
  ])
    it(`answers ${path.slice(0, 30)} as nothing that is here`, async () => {
      const answer = await raw(at.url, head(`GET ${path}`, 'Connection: close\r\n\r\n'));
      expect(statusOf(answer)).to.equal(404);
      expect(answer).to.match(/\{"code":"(not-found|unknown-kind)","message":/);
    });

  it('answers a path that cannot be decoded, and methods that nothing has', async () => {
    expect(statusOf(await raw(at.url, head('GET /%zz', 'Connection: close\r\n\r\n')))).to.equal(400);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect(
        (await fetch(`${at.url}/api/view`, { method, headers: { authorization: `Bearer ${at.token}` } })).status,
        method,
      ).to.equal(404);
    expect(statusOf(await raw(at.url, head('BREW /api/view', 'Connection: close\r\n\r\n')))).to.equal(400);
    await alive();
  });

  it('closes on bytes that are no HTTP', async () => {
    for (const bytes of ['\x16\x03\x01\x02\x00\x01\x00', 'GET\r\n\r\n', '\0'.repeat(100), '@@##'])
      expect(statusOf(await raw(at.url, bytes)), JSON.stringify(bytes)).to.be.oneOf([400, 408]);
    await alive();
  });

  it('gives a slow request its time and no more', async function () {
    this.timeout(60_000);
    for (const start of [
      'GET /healthz HTTP/1.1\r\nHost: ',
      head('POST /api/view', 'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"q'),
    ]) {
      const began = Date.now();
      const socket = connect(Number(new URL(at.url).port), '127.0.0.1', () => socket.write(start));
      socket.on('error', () => undefined);
      const drip = setInterval(() => socket.write('a'), 100);
      await new Promise((resolve) => socket.on('data', () => undefined).once('close', resolve));
      clearInterval(drip);
      expect(Date.now() - began).to.be.within(400, 4_000);
    }
  });

  it('takes so many connections and no more, and comes back', async () => {
    const sockets = Array.from({ length: 60 }, () =>
      connect(Number(new URL(at.url).port), '127.0.0.1').on('error', () => undefined),
    );
    await until('what is too much to be hung up on', () => sockets.filter(({ closed }) => closed).length >= 20);
    const open = sockets.filter((socket) => !socket.closed && socket.readyState === 'open');
    for (const socket of sockets) socket.destroy();
    expect(open.length).to.be.within(1, 40);
    await until('it to come back', () =>
      alive().then(
        () => true,
        () => false,
      ),
    );
  });

  it('leaves nothing of what was sent in the log', async () => {
    await at.post('/api/view', {
      queries: { [CANARY]: { kind: 'report', where: [{ field: 'title', op: 'eq', value: CANARY }] } },
    });
    await at.post('/api/commands/acknowledge-alarm', { v: 1, id: `${CANARY}-1`, input: { of: CANARY } });
    await fetch(`${at.url}/api/schema/${CANARY}?${CANARY}=1`, { headers: { [`x-${CANARY}`]: CANARY } });
    await at.post('/api/view', reports, { authorization: `Bearer ${CANARY}` });
    expect(at.log.length).to.be.greaterThan(3);
    const text = JSON.stringify(at.log);
    for (const secret of [CANARY, at.token, '127.0.0.1', '李']) expect(text).to.not.include(secret);
  });
});
