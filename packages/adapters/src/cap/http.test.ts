import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, systemIds, type Delivery, type Issue, type Json, type Verdict } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { mayFollow } from './fetch-capped.js';
import { until } from '../../test/wait.js';
import { cap } from './index.js';

const alert = (identifier: string): string =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>s</sender><sent>2026-06-12T16:55:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope></alert>`;
const list = (...entries: string[]): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>t</title><updated>u</updated>${entries.join('')}</feed>`;
const linked = (href: string): string =>
  `<entry><id>${href}</id><title>t</title><updated>u</updated><link href="${href}"/></entry>`;
const held = (identifier: string): string =>
  `<entry><id>${identifier}</id><title>t</title><updated>u</updated><content type="text/xml">${alert(identifier)}</content></entry>`;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('CAP session over HTTP', function () {
  this.timeout(60_000);
  const servers: Server[] = [];
  const stops: (() => Promise<void>)[] = [];

  /** A server on a free port of this machine; gives its address, and what was asked of it. */
  async function serve(
    answer: Answer,
  ): Promise<{ readonly url: string; readonly host: string; readonly asked: IncomingMessage[] }> {
    const asked: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      asked.push(request);
      answer(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/`, host: `127.0.0.1:${port}`, asked };
  }

  async function open(config: Json, verdict: (delivery: Delivery) => Verdict = () => 'stored') {
    const made = cap.configure(config);
    if ('issues' in made) throw new Error(JSON.stringify(made.issues));
    const stopping = new AbortController();
    const status: { readonly state: string; readonly why: Issue | undefined }[] = [];
    const session = await made.feed.open(
      {
        source: 'met',
        clock: systemClock,
        ids: systemIds,
        logger: createMemoryLogger(),
        status: (state, why) => void status.push({ state, why }),
      },
      stopping.signal,
    );
    const taken: Delivery[] = [];
    const heard: Delivery[] = [];
    const reading = (async () => {
      for await (const delivery of session.deliveries) {
        (delivery.drafts.length + delivery.issues.length > 0 ? taken : heard).push(delivery);
        session.settle(delivery.token, verdict(delivery));
      }
    })();
    stops.push(async () => {
      stopping.abort();
      await session.closed;
      await reading;
    });
    return { taken, heard, status };
  }

  const nameOf = ({ drafts, issues }: Delivery): string =>
    (drafts[0]?.body as { value?: { native: string } } | undefined)?.value?.native ?? issues[0]?.code ?? '';

  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await Promise.all(
      servers.splice(0).map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  });

  it('polls, and with a validator asks only for what is new', async () => {
    const { url, asked } = await serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') return void response.writeHead(304).end();
      response.writeHead(200, { etag: '"1"' }).end(alert('A'));
    });
    const { taken, heard, status } = await open({
      http: [{ url, everyS: 0.1, headers: { authorization: 'Bearer drill' } }],
    });
    await until('two polls', () => asked.length >= 2 && heard.length >= 2);
    expect(asked.map(({ headers }) => headers['if-none-match'])).to.deep.equal([undefined, '"1"']);
    expect(asked[0]!.headers.authorization).to.equal('Bearer drill');
    expect(taken.map(nameOf)).to.deep.equal(['A']);
    expect(status.map(({ state }) => state)).to.deep.equal(['open']);
  });

  it('asks for the whole again as long as it was not stored', async () => {
    const { url, asked } = await serve((_request, response) =>
      response.writeHead(200, { etag: '"1"' }).end(alert('A')),
    );
    const verdicts: Verdict[] = ['retry'];
    const { taken } = await open({ http: [{ url, everyS: 0.1 }] }, ({ drafts }) =>
      drafts.length > 0 ? (verdicts.shift() ?? 'stored') : 'stored',
    );
    await until('the second offer', () => taken.length === 2);
    expect(asked[1]!.headers['if-none-match']).to.equal(undefined);
  });

  it('reads the alerts that a list holds, and each only once', async () => {
    let entries = [held('A'), held('B')];
    const { url, asked } = await serve((_request, response) => response.end(list(...entries)));
    const { taken } = await open({ http: [{ url, everyS: 0.1 }] });
    await until('A and B', () => taken.length === 2);
    entries = [held('C'), ...entries];
    await until('C', () => taken.length === 3 && asked.length >= 2);
    expect(taken.map(nameOf)).to.deep.equal(['A', 'B', 'C']);
  });

  it('follows links only to allowed hosts, and sends them no foreign secret', async () => {
    const allowed = await serve((request, response) => response.end(alert(request.url!.slice(1))));
    const forbidden = await serve((_request, response) => response.end(alert('SECRET')));
    const { url, asked } = await serve((_request, response) =>
      response.end(
        list(
          linked(`${allowed.url}X`),
          linked(`${forbidden.url}Y`),
          linked('file:///etc/passwd'),
          linked('mailto:a@example.org'),
        ),
      ),
    );
    const { taken } = await open({
      http: [{ url, everyS: 0.1, headers: { authorization: 'Bearer drill' } }],
      follow: [allowed.host],
    });
    await until('two polls', () => asked.length >= 2 && taken.some((delivery) => nameOf(delivery) === 'X'));
    expect(taken.flatMap(({ drafts }) => drafts)).to.have.length(1);
    expect(allowed.asked).to.have.length(1);
    expect(allowed.asked[0]!.headers.authorization).to.equal(undefined);
    expect(forbidden.asked).to.have.length(0);
    const told = taken.flatMap(({ issues }) => issues).filter(({ code }) => code === 'links-not-followed');
    expect(told).to.have.length(1);
    expect(told[0]!.message).to.contain(forbidden.host);
  });

  it('tries a link again that failed', async () => {
    let tries = 0;
    const host = await serve((_request, response) =>
      (tries += 1) === 1 ? response.writeHead(503).end() : response.end(alert('X')),
    );
    const { url } = await serve((request, response) =>
      request.headers['if-none-match'] === '"1"'
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"1"' }).end(list(linked(`${host.url}X`))),
    );
    const { taken } = await open({ http: [{ url, everyS: 0.1 }], follow: [host.host] });
    await until('X', () => taken.some((delivery) => nameOf(delivery) === 'X'));
    expect(taken.flatMap(({ issues }) => issues).map(({ code }) => code)).to.include('http-status');
  });

  it('tells a body without end within 100 ms of its first megabyte, the socket held and then closed', async () => {
    let sent = 0;
    let closed = false;
    let over = Infinity;
    const { url } = await serve((_request, response) => {
      [sent, closed, over] = [0, false, Infinity];
      const chunk = Buffer.alloc(65_536, 'a');
      const more = (): void => {
        for (let room = true; room && !closed; sent += chunk.length) {
          room = response.write(chunk);
          if (sent > 1_048_576) over = Math.min(over, performance.now());
        }
      };
      response.on('drain', more).on('close', () => (closed = true));
      response.write('<alert>');
      more();
    });
    // The quickest of some: the machine may be busy with something else in one of them.
    let spent = Infinity;
    for (let round = 0; round < 8 && spent >= 100; round += 1) {
      const { status } = await open({ http: [{ url, everyS: 60 }] });
      await until('the Issue', () => status.length === 1);
      spent = Math.min(spent, performance.now() - over);
      expect(status[0]).to.have.property('state', 'reconnecting');
      expect(status[0]!.why!.code).to.equal('document-too-large');
      await until('the connection is closed', () => closed);
      expect(sent).to.be.below(16 * 1_048_576);
      await stops.pop()!();
    }
    expect(spent).to.be.below(100);
  });

  it('does not read a body that says it is too large', async () => {
    let closed = false;
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': String(100 * 1_048_576) }).write('<alert>');
      response.on('close', () => (closed = true));
    });
    const { status } = await open({ http: [{ url, everyS: 60 }] });
    await until('the Issue', () => status[0]?.why?.code === 'document-too-large');
    await until('the connection is closed', () => closed);
  });

  const failures: readonly (readonly [what: string, answer: Answer, state: string, code: string])[] = [
    ['503', (_request, response) => response.writeHead(503).end(), 'reconnecting', 'http-status'],
    ['404', (_request, response) => response.writeHead(404).end(), 'failed', 'http-status'],
    ['a cut connection', (request) => request.socket.destroy(), 'reconnecting', 'http-failed'],
    ['no answer in time', () => undefined, 'reconnecting', 'http-timeout'],
    [
      'a redirect elsewhere',
      (_request, response) => response.writeHead(302, { location: 'http://192.0.2.1/' }).end(),
      'failed',
      'http-redirect',
    ],
    [
      'a redirect to a file',
      (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'failed',
      'http-redirect',
    ],
    [
      'a redirect in a circle',
      (_request, response) => response.writeHead(302, { location: '/' }).end(),
      'failed',
      'http-redirect',
    ],
  ];
  for (const [what, answer, state, code] of failures)
    it(`tells ${what}, and comes back`, async () => {
      let well = false;
      const { url } = await serve((request, response) => (well ? response.end(alert('A')) : answer(request, response)));
      const { taken, status } = await open({ http: [{ url: `${url}?token=secret`, everyS: 0.1, timeoutS: 1 }] });
      await until('the Issue', () => status.length === 1);
      expect([status[0]!.state, status[0]!.why!.code]).to.deep.equal([state, code]);
      expect(status[0]!.why!.message).to.not.contain('secret');
      well = true;
      await until('A', () => taken.length === 1 && status.at(-1)!.state === 'open');
    });

  it('follows a redirect on the same host', async () => {
    const { url } = await serve((request, response) =>
      request.url === '/' ? response.writeHead(301, { location: '/here' }).end() : response.end(alert('A')),
    );
    const { taken } = await open({ http: [{ url, everyS: 60 }] });
    await until('A', () => taken.length === 1);
  });

  it('takes a relative link from where the list was found', async () => {
    const { url, host } = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/feeds/list' }).end();
      else response.end(request.url === '/feeds/list' ? list(linked('X')) : alert(request.url!.slice(1)));
    });
    const { taken } = await open({ http: [{ url, everyS: 60 }], follow: [host] });
    await until('X', () => taken.some((delivery) => nameOf(delivery) === 'feeds/X'));
  });

  it('is open only when every address is', async () => {
    const good = await serve((_request, response) => response.end(alert('A')));
    const bad = await serve((_request, response) => response.writeHead(500).end());
    const { taken, status } = await open({
      http: [
        { url: good.url, everyS: 0.1 },
        { url: bad.url, everyS: 0.1 },
      ],
    });
    await until('A and the Issue', () => taken.length === 1 && status.length > 0);
    expect(status.map(({ state }) => state)).to.deep.equal(['reconnecting']);
  });

  it('takes a page that is no CAP into quarantine, and does not call that source heard', async () => {
    let text = '<html><body>Login</body></html>';
    const { url, asked } = await serve((_request, response) => response.end(text));
    const { taken, heard, status } = await open({ http: [{ url, everyS: 0.1 }] });
    await until('the page three times', () => asked.length >= 3);
    expect(taken).to.have.length(1);
    expect(taken[0]).to.include({ outcome: 'undecodable' });
    expect(taken[0]!.issues[0]!.code).to.equal('not-cap');
    expect(heard).to.have.length(0);
    expect(status.map(({ state, why }) => [state, why?.code])).to.deep.equal([['reconnecting', 'not-cap']]);
    text = alert('A');
    await until('A', () => taken.length === 2 && heard.length > 0 && status.at(-1)!.state === 'open');
  });

  it('reads the links behind those that never answer', async () => {
    const host = await serve((request, response) =>
      request.url === '/dead' ? response.writeHead(404).end() : response.end(alert('X')),
    );
    const { url } = await serve((_request, response) =>
      response.end(list(linked(`${host.url}dead`), linked(`${host.url}X`))),
    );
    const { taken } = await open({ http: [{ url, everyS: 0.1 }], follow: [host.host], followMost: 1 });
    await until('X', () => taken.some((delivery) => nameOf(delivery) === 'X'));
  });

  it('asks every link again in turn that failed or gave no CAP, however many there are', async () => {
    let well = false;
    const host = await serve((request, response) => {
      if (well) response.end(alert(request.url!.slice(1)));
      else if (request.url === '/page') response.end('<html>Maintenance</html>');
      else response.writeHead(404).end();
    });
    const names = ['dead', 'page', 'X'];
    const { url } = await serve((_request, response) =>
      response.end(list(...names.map((name) => linked(`${host.url}${name}`)))),
    );
    const { taken } = await open({ http: [{ url, everyS: 0.1 }], follow: [host.host], followMost: 1 });
    await until('each twice', () =>
      names.every((name) => host.asked.filter((request) => request.url === `/${name}`).length >= 2),
    );
    well = true;
    await until('all', () => taken.filter(({ drafts }) => drafts.length > 0).length === names.length);
  });

  it('is not open while alerts of its list cannot be fetched; a dead link alone does not close it', async () => {
    let answer = 503;
    const host = await serve((_request, response) =>
      answer === 200 ? response.end(alert('X')) : response.writeHead(answer).end(),
    );
    const { url, asked } = await serve((_request, response) => response.end(list(linked(`${host.url}X`))));
    const { taken, status } = await open({ http: [{ url, everyS: 0.1 }], follow: [host.host] });
    await until('four polls', () => asked.length >= 4);
    const states = (): unknown[] => status.map(({ state, why }) => [state, why?.code]);
    expect(states()).to.deep.equal([
      ['open', undefined],
      ['reconnecting', 'http-status'],
    ]);
    answer = 404;
    await until('open', () => status.at(-1)!.state === 'open');
    answer = 200;
    await until('X', () => taken.some((delivery) => nameOf(delivery) === 'X'));
    expect(status).to.have.length(3);
  });

  it('follows only to allowed hosts over HTTP, and never from https to http', () => {
    const may = (to: string, from = 'https://a.example/list'): boolean =>
      mayFollow(new URL(from), new URL(to, from), ['a.example', 'b.example:8443']);
    for (const to of ['/x', '//a.example/x', 'https://A.EXAMPLE/', 'https://b.example:8443/x'])
      expect(may(to), to).to.equal(true);
    expect(may('http://a.example/', 'http://a.example/')).to.equal(true);
    for (const to of [
      'http://a.example/',
      'https://a.example:8443/',
      'https://b.example/',
      'https://a.example.evil.example/',
      'https://a.example@evil.example/',
      'https://evil.example/#a.example',
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://169.254.169.254/',
      'http://10.0.0.1/',
      'http://2130706433/',
      'file:///etc/passwd',
      'ftp://a.example/',
      'data:text/xml,<alert/>',
      'javascript:a',
    ])
      expect(may(to), to).to.equal(false);
  });

  it('ends in the middle of an answer', async () => {
    const { url, asked } = await serve((_request, response) => void response.write('<alert>'));
    await open({ http: [{ url, everyS: 60 }] });
    await until('the question', () => asked.length === 1);
    const begin = performance.now();
    await stops.pop()!();
    expect(performance.now() - begin).to.be.below(500);
  });
});
