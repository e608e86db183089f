import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectGateway } from '@yingji/adapters/remote';
import { systemClock, systemIds, type Actor, type Issue } from '@yingji/core';
import { createManualClock, createMemoryLogger } from '@yingji/core/testing';
import type { Down } from '@yingji/core/wire';
import { expect } from 'chai';
import { li, openReports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { createIssuer, ISSUER, type Issuer } from '../../test/issuer.js';
import { raw } from '../../test/raw.js';
import { openStream, placed } from '../../test/stream-reader.js';
import { until } from '../../test/wait.js';
import { createAuthenticator } from '../auth/authenticator.js';
import { deny } from '../auth/deny-file.js';
import { changeTokens, jtiOf, readTokens } from '../auth/token-file.js';
import { createToken } from '../auth/tokens.js';
import { Auth } from '../config/auth.schema.js';
import { untilFallen } from './standing.js';

const isReady = ({ t }: Down): boolean => t === 'ready';
const isBye = ({ t }: Down): boolean => t === 'bye';
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the end of a stream', function () {
  this.timeout(60_000);
  let folder: string;
  let at: HttpFixture;
  let issuer: Issuer;
  let portal: ReturnType<typeof createServer>;
  const file = (name: string): string => join(folder, name);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-end-'));
    issuer = await createIssuer({ file: file('jwks.json') });
    const person = { id: 'staff-9', name: '王芳', roles: ['community'], scope: ['450103001'] };
    portal = createServer((_, answer) => answer.writeHead(200).end(JSON.stringify(person)));
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    portal.closeAllConnections();
    portal.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => at.close());

  /** A gateway with every way in, and a credential of each that is good for long. */
  async function withAllWays(options: Parameters<typeof startHttp>[0] = {}) {
    const config = {
      tokens: file('tokens.json'),
      denied: file('denied.json'),
      jwt: { issuer: ISSUER, audience: ['yingji'], keys: file('jwks.json') },
      portal: { url: `http://127.0.0.1:${(portal.address() as AddressInfo).port}/`, cookies: ['sid'] },
      proxy: {},
    };
    const parts = { proxies: ['127.0.0.1'], clock: systemClock, logger: createMemoryLogger() };
    at = await startHttp({ ...options, authenticator: createAuthenticator(Auth.parse(config), parts) });
    const exp = Math.floor(Date.now() / 1_000) + 86_400;
    return {
      static: { authorization: `Bearer ${createToken(file('tokens.json'), li, systemClock)}` },
      jwt: { authorization: `Bearer ${await issuer.sign({ exp })}` },
      portal: { cookie: 'sid=1' },
      proxy: { 'x-yingji-user': 'staff-17', 'x-yingji-roles': 'duty-desk', 'x-yingji-scope': '*' },
    } as const;
  }

  it('comes after ten minutes, also of a credential without an end, and of one nobody asked for', async () => {
    at = await startHttp();
    for (const [more, authenticator] of [
      [{}, { authenticate: () => Promise.resolve(li) }],
      [{ expiresAt: '2999-01-01T00:00:00Z' }, { authenticate: () => Promise.resolve(li) }],
      [{}, undefined],
    ] as const) {
      const clock = createManualClock();
      const stop = new AbortController();
      let why: Issue | undefined;
      const presented = { headers: {}, peer: { address: '' } };
      void untilFallen({ ...li, ...more } as Actor, {
        ...{ authenticator, presented, clock, recheckMs: 2_000, stop: stop.signal },
      }).then((found) => (why = found));
      await clock.pass(10 * 60_000 - 1);
      expect(why).to.equal(undefined);
      await clock.pass(1);
      expect(why).to.include({ code: 'credential-ended', level: 'info' });
    }
  });

  it('is the same by every way in, and whoever comes back goes on without a gap', async () => {
    const ways = await withAllWays({ openMs: 400 });
    await Promise.all(
      Object.entries(ways).map(async ([way, credential]) => {
        const stream = await openStream(at, openReports, credential);
        expect(stream.status, way).to.equal(200);
        const [ready] = (await stream.until(isReady)).slice(-1) as [Down & { t: 'ready' }];
        const began = Date.now();
        const [bye] = (await stream.until(isBye)).slice(-1) as [Down & { t: 'bye' }];
        expect(bye.issue, way).to.include({ code: 'credential-ended', level: 'info' });
        expect(bye.retryMs, way).to.be.below(1_000);
        expect(Date.now() - began, way).to.be.below(2_000);
        expect(await stream.ended(), way).to.equal(true);
        const again = await openStream(at, { ...openReports, resume: ready.resume }, credential);
        const [hello] = await again.until(isReady);
        expect(hello, way).to.include({ t: 'hello', resumed: true });
        await again.close();
      }),
    );
  });

  it('costs a client nothing that was told while it was away', async () => {
    const { static: credential } = await withAllWays({ openMs: 300 });
    let streams = 0;
    const remote = connectGateway({
      url: at.url,
      token: credential.authorization.slice('Bearer '.length),
      ids: { ...systemIds, random: () => 0 },
      fetch: (address, options) => {
        streams += 1;
        return fetch(address, options);
      },
    });
    const seen: string[] = [];
    let gaps = 0;
    const codes = new Set<string | undefined>();
    remote.health$.subscribe(({ code }) => codes.add(code));
    remote.select({ kind: 'report' }).subscribe(({ put, reset, gap }) => {
      gaps += Number(gap) + Number(reset && seen.length > 0);
      seen.push(...put.map(({ id }) => id));
    });
    await until('the first', () => seen.length > 0);
    for (let i = 0; i < 20; i += 1) {
      at.alarm(`n${i}`);
      await settle(100);
    }
    await until('the last', () => seen.includes('report/fire/n19.1'));
    expect(streams).to.be.above(2);
    expect(codes, 'nor is it seen to have been away').to.deep.equal(new Set([undefined]));
    expect([gaps, new Set(seen).size, seen.length]).to.deep.equal([0, 21, 21]);
    remote.close();
  });

  it('comes within five seconds of one credential being taken back, or of all of one person', async () => {
    const ways = await withAllWays();
    const other = { authorization: `Bearer ${await issuer.sign({ jti: 'token-2' })}` };
    const [a, b, c, d] = await Promise.all(
      [ways.jwt, other, ways.static, ways.proxy].map((credential) => openStream(at, openReports, credential)),
    );
    for (const each of [a!, b!, c!, d!]) await each.until(isReady);
    const [made] = readTokens(file('tokens.json')).slice(-1);
    const since = Date.now();
    deny(file('denied.json'), { jti: 'token-1' }, systemClock);
    deny(file('denied.json'), { jti: jtiOf(made!) }, systemClock);
    deny(file('denied.json'), { sub: 'proxy:staff-17' }, systemClock);
    for (const each of [a!, c!, d!]) {
      const [bye] = (await each.until(isBye)).slice(-1);
      expect(bye).to.have.nested.property('issue.code', 'token-unknown');
      expect(await each.ended()).to.equal(true);
    }
    expect(Date.now() - since).to.be.below(5_000);
    at.alarm('d2');
    expect((await b!.until(({ t }) => t === 'diff' || t === 'bye')).at(-1)?.t, 'the other of this person').to.equal(
      'diff',
    );
    deny(file('denied.json'), { sub: 'oidc:staff-17' }, systemClock);
    const asked = Date.now();
    expect((await b!.until(isBye)).at(-1)).to.have.nested.property('issue.code', 'token-unknown');
    expect(Date.now() - asked).to.be.below(5_000);
  });

  it('comes when other rights go with the same credential', async () => {
    at = await startHttp({ recheckMs: 50 });
    const stream = await openStream(at);
    await stream.until(isReady);
    const held = [['duty-desk'], ['resident']] as const;
    changeTokens(at.tokensFile, (tokens) =>
      tokens.map((each) => ({ ...each, actor: { ...each.actor, roles: held[1] } })),
    );
    const [bye] = (await stream.until(isBye)).slice(-1);
    expect(bye).to.have.nested.property('issue.code', 'credential-ended');
  });

  it('is noticed of who left before it began: no place stays taken', async () => {
    at = await startHttp({ config: { limits: { streamsPerActor: 2 } } });
    for (let ms = 2; ms < 26; ms += 4) {
      const stop = new AbortController();
      // One after the other they get a turn; most of them are gone by then.
      const leaving = Array.from({ length: 12 }, () =>
        fetch(`${at.url}/api/stream`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${at.token}` },
          body: JSON.stringify(openReports),
          signal: stop.signal,
        }).catch(() => undefined),
      );
      await settle(ms);
      stop.abort();
      await Promise.all(leaving);
    }
    const two = [await until('a place', () => placed(at)), await until('the other', () => placed(at))];
    await Promise.all(two.map((stream) => stream.close()));
  });

  it('is noticed of one that was asked for behind another on the same line', async () => {
    at = await startHttp({ config: { limits: { streamsPerActor: 2, stallMs: 300 } } });
    const { host } = new URL(at.url);
    const body = JSON.stringify(openReports);
    const one =
      `POST /api/stream HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${at.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    await raw(at.url, one + one, 200);
    at.alarm('d2');
    const two = [await until('a place', () => placed(at)), await until('the other', () => placed(at))];
    await Promise.all(two.map((stream) => stream.close()));
  });

  it('comes before it begins for who is taken back while waiting for a turn', async () => {
    let asked = 0;
    let gone = false;
    const no: Issue = { code: 'token-unknown', path: '', level: 'error', message: 'no' };
    const authenticator = { authenticate: () => Promise.resolve(++asked > 0 && gone ? no : li) };
    at = await startHttp({ authenticator, recheckMs: 5, config: { limits: { streamsPerActor: 64 } } });
    for (let i = 0; i < 300; i += 1) at.alarm(`w${i}`);
    const queries = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`q${n}`, { kind: 'report', top: n + 1 }]));
    const asking = (path: string, body: object) => at.post(path, body).then(({ status }) => status);
    const waiting = Array.from({ length: 12 }, () => [
      asking('/api/stream', { ...openReports, queries }),
      asking('/api/view', { queries }),
    ]).flat();
    while (asked < waiting.length) await settle(1);
    gone = true;
    expect((await Promise.all(waiting)).slice(-4)).to.deep.equal([401, 401, 401, 401]);
  });
});
