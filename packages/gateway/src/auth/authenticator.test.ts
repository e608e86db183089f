import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, toInstant, type Actor, type Authenticator } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { createIssuer, ISSUER } from '../../test/issuer.js';
import { Auth } from '../config/auth.schema.js';
import { createAddresses } from './addresses.js';
import { createAuthenticator } from './authenticator.js';
import { deny } from './deny-file.js';
import { createToken } from './tokens.js';

const PROXY = { address: '10.0.0.5' };
const USER = {
  'x-yingji-user': 'staff-17',
  'x-yingji-name': encodeURIComponent('李小明'),
  'x-yingji-roles': 'duty-desk, commander',
  'x-yingji-scope': '450103',
};

describe('all ways in together', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-auth-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  const logger = createMemoryLogger();
  const make = (config: object, proxies: readonly string[] = ['10.0.0.0/24']) =>
    createAuthenticator(Auth.parse(config), { proxies, clock: systemClock, logger });
  const li: Actor = { id: 'li', masked: '李*', roles: ['duty-desk'], scope: [] };

  it('are shut while no token is made and nothing else is set up', () => {
    expect(make({}).open).to.equal(false);
    const tokens = make({ tokens: at('tokens.json') });
    expect(tokens.open).to.equal(false);
    createToken(at('tokens.json'), li, systemClock);
    expect(tokens.open).to.equal(true);
    expect(make({ proxy: {} }).open).to.equal(true);
  });

  it('take back a token, a credential of an issuer and an actor of a proxy by one list', async () => {
    const denied = at('denied.json');
    const issuer = await createIssuer({ file: at('jwks.json') });
    const jwt = { issuer: ISSUER, audience: ['yingji'], keys: at('jwks.json') };
    const known = make({ tokens: at('tokens.json'), denied, jwt, proxy: {} });
    const token = createToken(at('tokens.json'), li, systemClock);
    const [a, b] = [await issuer.sign({ jti: 'a' }), await issuer.sign({ jti: 'b' })];
    const bearer = (text: string) => known.authenticate({ authorization: `Bearer ${text}` }, PROXY);
    for (const one of [token, a, b]) expect(await bearer(one)).to.have.property('id');
    deny(denied, { jti: 'a' }, systemClock);
    expect(await bearer(a)).to.include({ code: 'token-unknown', reason: 'denied' });
    expect(await bearer(b)).to.have.property('id');
    deny(denied, { sub: 'li' }, systemClock);
    expect(await bearer(token)).to.include({ reason: 'denied' });
    deny(denied, { sub: 'proxy:staff-17' }, systemClock);
    expect(await known.authenticate(USER, PROXY)).to.include({ reason: 'denied' });
    expect(await bearer(b), 'the same number of another system').to.have.property('id', 'oidc:staff-17');
  });

  it('judge by one credential: a wrong one is not made good by another', async () => {
    const token = createToken(at('tokens.json'), li, systemClock);
    const known = make({
      tokens: at('tokens.json'),
      proxy: {},
      portal: { url: 'http://127.0.0.1:1/', cookies: ['sid'] },
    });
    const wrong = { authorization: 'Bearer yj_wrong', cookie: 'sid=1' };
    expect(await known.authenticate(wrong)).to.include({ code: 'token-unknown' });
    expect(
      await known.authenticate({ ...USER, 'x-yingji-roles': '', authorization: `Bearer ${token}` }, PROXY),
    ).to.include({
      code: 'token-unknown',
      reason: 'no-role',
    });
    expect(await known.authenticate({})).to.include({ code: 'token-missing' });
    expect(await known.authenticate({ authorization: 'Basic bGk6bGk=' })).to.include({ code: 'token-missing' });
  });

  describe('by a proxy', () => {
    it('believes its headers from its addresses alone', async () => {
      const known = make({ proxy: {} });
      expect(await known.authenticate(USER, PROXY)).to.deep.include({
        id: 'proxy:staff-17',
        masked: '李*',
        roles: ['duty-desk', 'commander'],
        scope: ['450103'],
      });
      for (const address of ['10.0.1.5', '127.0.0.1', '', '10.0.0.5, 10.0.0.5', '::1'])
        expect(await known.authenticate(USER, { address }), address).to.include({ code: 'token-missing' });
      expect(await known.authenticate(USER)).to.include({ code: 'token-missing' });
      expect(await known.authenticate({ ...USER, 'x-forwarded-for': '10.0.0.5' }, { address: '192.0.2.1' })).to.include(
        {
          code: 'token-missing',
        },
      );
    });

    it('asks for its secret where there is one', async () => {
      const known = make({ proxy: { secret: 'a-secret-of-twenty-x' } });
      expect(await known.authenticate({ ...USER, 'x-yingji-secret': 'a-secret-of-twenty-x' }, PROXY)).to.have.property(
        'id',
      );
      for (const secret of ['', 'a-secret-of-twenty-y', 'a-secret-of-twenty-x, a-secret-of-twenty-x'])
        expect(await known.authenticate({ ...USER, 'x-yingji-secret': secret }, PROXY)).to.include({
          reason: 'proxy-secret',
        });
      expect(await known.authenticate(USER, PROXY)).to.include({ reason: 'proxy-secret' });
    });

    it('gives nobody rights that were not said, or said twice', async () => {
      const known = make({ proxy: {} });
      for (const [more, reason] of [
        [{ 'x-yingji-roles': undefined }, 'no-role'],
        [{ 'x-yingji-scope': undefined }, 'no-scope'],
        [{ 'x-yingji-scope': '450103, *' }, 'scope'],
        [{ 'x-yingji-user': '' }, 'id'],
        [{ 'x-yingji-user': '%E0%A4%A' }, 'id'],
        [{ 'x-yingji-user': '13800000119' }, 'id-personal'],
      ] as const)
        expect(await known.authenticate({ ...USER, ...more }, PROXY), JSON.stringify(more)).to.include({ reason });
    });
  });

  describe('by a portal', () => {
    let server: Server;
    let seen: { cookie: string | undefined; authorization: string | undefined; body: string }[];
    let reply: (response: ServerResponse) => void;
    const person = { id: 'staff-9', name: '王芳', roles: ['community'], scope: ['450103001'] };
    const say = (status: number, body: unknown, headers: { [name: string]: string } = {}) => {
      reply = (response) =>
        response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/whoami`;
    const portal = (more: object = {}): Authenticator =>
      make({ portal: { url: url(), cookies: ['sid'], tickets: true, timeoutMs: 300, ...more } });
    beforeEach(async () => {
      seen = [];
      say(200, person);
      server = createServer((request: IncomingMessage, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (text: string) => (body += text));
        request.on('end', () => {
          const { cookie, authorization } = request.headers;
          seen.push({ cookie, authorization, body });
          reply(response);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it('hands on the named cookies and the ticket, and nothing else', async () => {
      const known = portal();
      expect(await known.authenticate({ cookie: 'a=1; sid=secret; xsid=2; sid2=3' })).to.deep.include({
        id: 'portal:staff-9',
        masked: '王*',
        roles: ['community'],
        scope: ['450103001'],
      });
      expect(await known.authenticate({ authorization: 'CAS ST-1-abc', cookie: 'a=1' })).to.have.property('id');
      expect(seen).to.deep.equal([
        { cookie: 'sid=secret', authorization: undefined, body: '{}' },
        { cookie: undefined, authorization: undefined, body: '{"ticket":"ST-1-abc"}' },
      ]);
      for (const headers of [
        { cookie: 'a=1' },
        { cookie: 'sid' },
        { cookie: '' },
        { authorization: 'CAS ' },
        { authorization: 'CAS a b' },
      ])
        expect(await known.authenticate(headers), JSON.stringify(headers))
          .to.have.property('code')
          .that.matches(/^token-/);
      expect(seen).to.have.length(2);
    });

    it('keeps an answer for as long as it may and no longer, each session its own', async () => {
      let ms = 0;
      const clock = { ...systemClock, now: () => toInstant(ms), elapsed: () => ms };
      const config = Auth.parse({ portal: { url: url(), cookies: ['sid'], cacheS: 60 } });
      const known = createAuthenticator(config, { proxies: [], clock, logger });
      const ask = (sid: string) => known.authenticate({ cookie: `sid=${sid}` });
      await Promise.all([ask('1'), ask('1'), ask('1')]);
      ms = 59_999;
      await ask('1');
      expect(seen).to.have.length(1);
      await ask('2');
      expect(seen).to.have.length(2);
      say(401, '');
      ms = 60_000;
      expect(await ask('1')).to.include({ code: 'token-unknown' });
      expect(Auth.safeParse({ portal: { url: url(), cacheS: 61 } }).success).to.equal(false);
    });

    it('lets nobody in whom the portal does not know, or of whom it says too little', async () => {
      for (const [status, body, reason] of [
        [401, '', 'portal'],
        [403, person, 'portal'],
        [200, { ...person, roles: [] }, 'no-role'],
        [200, { ...person, scope: undefined }, 'no-scope'],
        [200, { ...person, id: null }, 'id'],
      ] as const) {
        say(status, body);
        expect(await portal().authenticate({ cookie: 'sid=1' }), String(status)).to.include({ reason });
      }
    });

    it('follows no redirect: the cookie goes nowhere else', async () => {
      let led = 0;
      const other = createServer((_, response) => {
        led += 1;
        response.end(JSON.stringify(person));
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      for (const status of [301, 302, 303, 307, 308]) {
        say(status, '', { location: `http://127.0.0.1:${(other.address() as AddressInfo).port}/` });
        expect(await portal().authenticate({ cookie: 'sid=1' }), String(status)).to.include({
          reason: 'portal-redirects',
        });
      }
      expect(led).to.equal(0);
      other.close();
    });

    it('cannot tell while the portal is silent, broken or says too much, and asks it anew each time', async () => {
      const known = portal();
      const trouble: ((response: ServerResponse) => void)[] = [
        () => undefined,
        (response) => void response.writeHead(200).write('{'),
        (response) => response.destroy(),
        (response) => response.writeHead(500).end(),
        (response) => response.writeHead(200).end('<html>'),
        (response) => response.writeHead(200).end(JSON.stringify({ ...person, more: 'x'.repeat(20_000) })),
      ];
      for (const [i, one] of trouble.entries()) {
        reply = one;
        const began = Date.now();
        const failed = await known.authenticate({ cookie: 'sid=1' }).catch((error: unknown) => error);
        expect(failed, String(i)).to.include({ code: 'service-unreachable', recovery: 'retry' });
        expect(JSON.stringify(failed) + String((failed as Error).message)).to.not.include('sid');
        expect(Date.now() - began).to.be.below(1_500);
      }
      say(200, person);
      expect(await known.authenticate({ cookie: 'sid=1' })).to.have.property('id');
    });

    it('is one fixed address, over TLS unless on this machine', () => {
      for (const wrong of [
        'http://portal.example.cn/',
        'https://a:b@portal.example.cn/',
        'ftp://x/',
        '/whoami',
        'https://x/#a',
      ])
        expect(Auth.safeParse({ portal: { url: wrong } }).success, wrong).to.equal(false);
      expect(Auth.safeParse({ portal: { url: 'https://portal.example.cn/whoami' } }).success).to.equal(true);
    });
  });
});

describe('addresses', () => {
  it('are in a list by themselves or by a range', () => {
    const has = createAddresses(['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1']);
    for (const address of ['10.255.0.1', '192.0.2.7', 'fd12::1', '::1']) expect(has(address), address).to.equal(true);
    for (const address of ['11.0.0.1', '192.0.2.8', 'fe80::1', '', 'localhost', '10.0.0.1:80'])
      expect(has(address), address).to.equal(false);
  });
});
