import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millis, toInstant, type Actor, type Issue } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { exportJWK, exportSPKI } from 'jose';
import { createIssuer, ISSUER, tamper, type Issuer } from '../../test/issuer.js';
import { Auth, type JwtConfig } from '../config/auth.schema.js';
import { createJwtAuthenticator, isJwt } from './jwt.js';

const NOW = Date.parse('2026-06-12T16:00:00+08:00');

/** Names begin with the item of OWASP ASVS 5.0.0 that the test denies. */
describe('access tokens of an issuer', () => {
  let folder: string;
  let issuer: Issuer;
  let ms = NOW;
  const logger = createMemoryLogger();
  const clock = { now: () => toInstant(ms), elapsed: () => ms };
  const config = (more: object = {}): JwtConfig =>
    Auth.parse({ jwt: { issuer: ISSUER, audience: ['yingji'], keys: join(folder, 'jwks.json'), ...more } }).jwt!;
  const ask = (token: string, more: object = {}): Promise<Actor | Issue> =>
    createJwtAuthenticator({ config: config(more), clock, logger }).authenticate({ authorization: `Bearer ${token}` });
  const refusal = async (token: string, more?: object): Promise<string> => {
    const found = await ask(token, more);
    expect(found).to.include({ code: 'token-unknown' });
    // Every refusal reads the same: what was wrong is for the log alone.
    expect((found as Issue).message).to.equal('This credential is not accepted here, or no longer; ask for a new one.');
    return (found as Issue & { reason: string }).reason;
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-jwt-'));
    issuer = await createIssuer({ file: join(folder, 'jwks.json'), now: () => ms });
  });
  beforeEach(() => (ms = NOW));
  after(() => rmSync(folder, { recursive: true }));

  it('give their actor, with name masked and id marked by whom it is from', async () => {
    expect(await ask(await issuer.sign())).to.deep.equal({
      id: 'oidc:staff-17',
      masked: '李*',
      roles: ['duty-desk'],
      scope: ['450103'],
      expiresAt: toInstant(NOW + 300_000),
      jti: 'token-1',
    });
  });

  it('let nothing stay open for longer than ten minutes, however long they are good', async () => {
    const found = (await ask(await issuer.sign({ exp: NOW / 1_000 + 86_400 }))) as Actor;
    expect(millis(found.expiresAt!)).to.equal(NOW + 600_000);
  });

  it('9.1.1 refuses contents that were changed after signing, and a signature of nobody', async () => {
    const token = await issuer.sign();
    expect(await refusal(tamper(token, (_, payload) => (payload['roles'] = ['commander'])))).to.equal('signature');
    expect(await refusal(`${token.slice(0, -4)}AAAA`)).to.equal('signature');
    const other = await createIssuer();
    expect(await refusal(await issuer.sign({}, {}, other.privateKey))).to.equal('signature');
    expect(isJwt(`Bearer ${token.slice(0, token.lastIndexOf('.') + 1)}`)).to.equal(false);
  });

  it('9.1.2 refuses algorithms that are not on the list: none, shared keys, and the public key as a shared key', async () => {
    const token = await issuer.sign();
    expect(await refusal(tamper(token, (header) => (header['alg'] = 'none')))).to.be.oneOf(['algorithm', 'form']);
    const pem = new TextEncoder().encode(await exportSPKI(issuer.publicKey));
    expect(await refusal(await issuer.sign({}, { alg: 'HS256' }, pem))).to.equal('algorithm');
    expect(await refusal(token, { algorithms: ['RS256'] })).to.equal('algorithm');
    for (const alg of ['HS256', 'none', 'dir'])
      expect(Auth.safeParse({ jwt: { ...config(), algorithms: [alg] } }).success, alg).to.equal(false);
  });

  it('9.1.3 takes keys from the configured place alone: jwk, jku, x5u and kid of a token lead nowhere', async () => {
    const evil = await createIssuer();
    let asked = 0;
    const server = await listen((_, reply) => {
      asked += 1;
      reply.end(JSON.stringify(evil.jwks));
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    const jwk = await exportJWK(evil.publicKey);
    for (const header of [
      { jwk },
      { jku: url },
      { x5u: url },
      { x5c: ['AAAA'] },
      { kid: url },
      { kid: '../../jwks.json' },
    ])
      expect(await refusal(await issuer.sign({}, header, evil.privateKey)), Object.keys(header)[0]).to.be.oneOf([
        'signature',
        'key',
      ]);
    expect(asked).to.equal(0);
    server.close();
    expect(Auth.safeParse({ jwt: { ...config(), keys: 'http://sso.example.cn/jwks' } }).success).to.equal(false);
    expect(Auth.safeParse({ jwt: { ...config(), keys: 'data:application/json,{}' } }).success).to.equal(false);
  });

  it('9.2.1 refuses what is not yet or no longer good, by more than the clocks may differ', async () => {
    const seconds = NOW / 1_000;
    expect(await refusal(await issuer.sign({ exp: seconds - 30 }))).to.equal('expired');
    expect(await refusal(await issuer.sign({ nbf: seconds + 31 }))).to.equal('claim-nbf');
    expect(await refusal(await issuer.sign({ exp: undefined }))).to.equal('claim-exp');
    expect(await refusal(await issuer.sign({ exp: 'never' }))).to.equal('claim-exp');
    expect(await ask(await issuer.sign({ nbf: seconds + 29, exp: seconds + 60 }))).to.have.property('id');
    const token = await issuer.sign();
    ms = NOW + 331_000;
    expect(await refusal(token)).to.equal('expired');
    expect(Auth.safeParse({ jwt: { ...config(), skewS: 61 } }).success).to.equal(false);
  });

  it('9.2.2 refuses tokens of another type or for another use', async () => {
    for (const typ of ['JWT', 'logout+jwt', 'dpop+jwt', undefined])
      expect(await refusal(await issuer.sign({}, { typ } as object)), String(typ)).to.equal('type');
    expect(await ask(await issuer.sign({}, { typ: 'application/AT+JWT' }))).to.have.property('id');
    for (const more of [
      { nonce: 'a' },
      { at_hash: 'a' },
      { c_hash: 'a' },
      { cnf: { jkt: 'a' } },
      { typ: 'ID' },
      { typ: 'Refresh' },
      { token_use: 'id' },
    ])
      expect(await refusal(await issuer.sign(more), { types: ['JWT', 'at+jwt'] }), JSON.stringify(more)).to.equal(
        'use',
      );
  });

  it('9.2.3 refuses tokens for another audience, or for none', async () => {
    for (const aud of ['portal', ['portal', 'other'], '', [], undefined, 'yingji-test'])
      expect(await refusal(await issuer.sign({ aud })), String(aud)).to.equal('claim-aud');
    expect(await ask(await issuer.sign({ aud: ['portal', 'yingji'] }))).to.have.property('id');
    expect(Auth.safeParse({ jwt: { ...config(), audience: [] } }).success).to.equal(false);
  });

  it('9.2.4 refuses a token of the same key with another issuer’s name, or for an audience that only looks like this one', async () => {
    for (const iss of [`${ISSUER}/`, 'https://sso.example.cn/realms/other', '', undefined])
      expect(await refusal(await issuer.sign({ iss })), String(iss)).to.equal('claim-iss');
    for (const aud of [
      'YINGJI',
      'yingji ',
      'yingji/',
      'yingji,portal',
      'https://yingji',
      [['yingji']],
      { yingji: 1 },
      '*',
    ])
      expect(await refusal(await issuer.sign({ aud })), JSON.stringify(aud)).to.equal('claim-aud');
  });

  it('refuses any critical extension, also a known one', async () => {
    expect(await refusal(await issuer.sign({}, { crit: ['x-far'], 'x-far': 1 }))).to.equal('crit');
    expect(await refusal(tamper(await issuer.sign(), (header) => (header['crit'] = [])))).to.equal('crit');
  });

  it('refuses a person of whom too little or the wrong thing is said', async () => {
    for (const [claims, why] of [
      [{ roles: [] }, 'no-role'],
      [{ roles: ['root'] }, 'no-role'],
      [{ roles: undefined }, 'no-role'],
      [{ roles: { commander: true } }, 'no-role'],
      [{ yingji_scope: undefined }, 'no-scope'],
      [{ yingji_scope: [] }, 'no-scope'],
      [{ yingji_scope: ['450103', '*'] }, 'scope'],
      [{ yingji_scope: 'Nanning' }, 'scope'],
      [{ sub: '13800000119' }, 'id-personal'],
      [{ sub: 'a\nb' }, 'id'],
      [{ sub: '' }, 'id'],
      [{ sub: `a\u202eb` }, 'id'],
      [{ sub: 17 }, 'id'],
    ] as const)
      expect(await refusal(await issuer.sign(claims)), JSON.stringify(claims)).to.equal(why);
  });

  it('reads claims by path, words by the map alone, and the whole city by a star', async () => {
    const more = { claims: { roles: 'realm_access.roles', id: 'staff' }, map: { duty: 'duty-desk' } };
    const claims = { staff: 'a1', realm_access: { roles: ['duty', 'commander'] }, yingji_scope: '*', name: undefined };
    expect(await ask(await issuer.sign(claims), more)).to.deep.include({
      id: 'oidc:a1',
      masked: '*',
      roles: ['duty-desk'],
      scope: [],
    });
    expect(await refusal(await issuer.sign({ ...claims, realm_access: { roles: ['constructor'] } }), more)).to.equal(
      'no-role',
    );
  });

  it('keeps the keys of a file up to date, and uses none that is private or shared', async () => {
    const file = join(folder, 'own.json');
    const [one, two] = [await createIssuer({ now: () => ms }), await createIssuer({ now: () => ms })];
    writeFileSync(file, JSON.stringify(one.jwks));
    const known = createJwtAuthenticator({ config: config({ keys: file }), clock, logger });
    const by = async (who: Issuer) => known.authenticate({ authorization: `Bearer ${await who.sign()}` });
    expect(await by(one)).to.have.property('id');
    writeFileSync(file, JSON.stringify(two.jwks));
    expect(await by(one)).to.include({ reason: 'signature' });
    expect(await by(two)).to.have.property('id');
    for (const key of [await exportJWK(one.privateKey), { kty: 'oct', k: 'AAAA' }, null]) {
      writeFileSync(file, JSON.stringify({ keys: [key] }));
      expect(() => createJwtAuthenticator({ config: config({ keys: file }), clock, logger })).to.throw('keys-broken');
    }
    const failed = await by(two).catch((error: unknown) => error);
    expect(failed).to.include({ code: 'keys-broken' });
  });

  describe('with keys from an address', () => {
    let server: Server;
    let answer: { status: number; body: string; location?: string };
    let asked: number;
    const from = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    beforeEach(async () => {
      asked = 0;
      answer = { status: 200, body: JSON.stringify(issuer.jwks) };
      server = await listen((_, reply) => {
        asked += 1;
        reply
          .writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location })
          .end(answer.body);
      });
    });
    afterEach(() => server.close());

    it('asks once for many, and not again for keys that nobody knows', async () => {
      const known = createJwtAuthenticator({ config: config({ keys: from() }), clock, logger });
      const good = await issuer.sign();
      const found = await Promise.all([1, 2, 3].map(() => known.authenticate({ authorization: `Bearer ${good}` })));
      for (const one of found) expect(one).to.have.property('id');
      const strange = await issuer.sign({}, { kid: 'k2' });
      for (let i = 0; i < 5; i += 1)
        expect(await known.authenticate({ authorization: `Bearer ${strange}` })).to.include({ reason: 'key' });
      expect(asked).to.equal(1);
    });

    it('cannot tell, and says so, while the address gives none, too much, a redirect or a private key', async () => {
      const good = await issuer.sign();
      for (const one of [
        { status: 500, body: '' },
        { status: 200, body: '{"keys":[]}' },
        { status: 200, body: ' '.repeat(300_000) + JSON.stringify(issuer.jwks) },
        { status: 302, body: '', location: from() },
        { status: 200, body: JSON.stringify({ keys: [await exportJWK(issuer.privateKey)] }) },
      ]) {
        answer = one;
        const failed = await ask(good, { keys: from() }).catch((error: unknown) => error);
        expect(failed, JSON.stringify(one).slice(0, 80))
          .to.have.property('code')
          .that.is.oneOf(['service-unreachable', 'keys-broken']);
      }
    });
  });
});

async function listen(handle: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer({}, handle!);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
