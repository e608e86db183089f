import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock, toInstant, type Actor } from '@yingji/core';
import { isLoopback } from './loopback.js';
import { jtiOf, readTokens } from './token-file.js';
import { createToken, createTokenAuthenticator } from './tokens.js';

const li: Actor = { id: 'li', masked: '李*', roles: ['duty-desk'], scope: ['450103'] };

describe('static tokens', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-tokens-'));
    file = join(folder, 'tokens.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('give their actor, whole', async () => {
    const one = createToken(file, li, systemClock);
    const two = createToken(file, { ...li, id: 'wang' }, systemClock);
    const known = createTokenAuthenticator(file);
    const jti = jtiOf(readTokens(file)[0]!);
    expect(jti).to.match(/^t-[0-9a-f]{16}$/);
    expect(await known.authenticate({ authorization: `Bearer ${one}` })).to.deep.equal({ ...li, jti });
    expect(await known.authenticate({ authorization: `bearer  ${two}` })).to.have.property('id', 'wang');
    expect(known.size).to.equal(2);
  });

  it('are stored as hashes alone, for their owner alone, and leave no other file', () => {
    const token = createToken(file, li, systemClock);
    expect(token).to.match(/^yj_[\w-]{43}$/);
    expect(readFileSync(file, 'utf8')).to.not.include(token).and.not.include(token.slice(3));
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder)).to.deep.equal(['tokens.json']);
  });

  it('are all kept when two processes make some at the same time', async () => {
    const makes = `
      const { createToken } = await import(${JSON.stringify(new URL('./tokens.ts', import.meta.url).href)});
      const clock = { now: () => '2026-06-12T16:00:00+08:00' };
      process.stdout.write('ready');
      await new Promise((go) => process.stdin.once('data', go));
      for (let n = 0; n < 40; n += 1) createToken(process.argv[1], ${JSON.stringify(li)}, clock);
      process.exit(0);`;
    const children = [1, 2].map(() =>
      spawn(process.execPath, [...process.execArgv, '--input-type=module', '--eval', makes, file], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
    const ended = Promise.all(children.map((child) => once(child, 'exit')));
    for (const { stdin } of children) stdin.write('go');
    expect((await ended).map(([code]) => code as number)).to.deep.equal([0, 0]);
    expect(createTokenAuthenticator(file).size).to.equal(80);
    expect(readdirSync(folder)).to.deep.equal(['tokens.json']);
  });

  it('are not made, and say what to do, while a killed process holds the file', () => {
    writeFileSync(`${file}.lock`, '');
    expect(() => createToken(file, li, systemClock)).to.throw(`tokens-locked: ${file}.lock`);
  });

  it('are refused when they differ in one character, or are a hash', async () => {
    const token = createToken(file, li, systemClock);
    const known = createTokenAuthenticator(file);
    const { hash } = (JSON.parse(readFileSync(file, 'utf8')) as { tokens: { hash: string }[] }).tokens[0]!;
    for (const wrong of [`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, token.slice(3), hash, `${token}A`])
      expect(await known.authenticate({ authorization: `Bearer ${wrong}` })).to.have.property('code', 'token-unknown');
  });

  it('are not read from a file that others can read', function () {
    if (process.platform === 'win32') this.skip();
    createToken(file, li, systemClock);
    chmodSync(file, 0o644);
    expect(() => createTokenAuthenticator(file)).to.throw('tokens-readable');
    expect(() => createToken(file, li, systemClock)).to.throw('tokens-readable');
  });

  it('end when they say, to the millisecond, and not before', async () => {
    const expiresAt = toInstant(1_000_000);
    const token = createToken(file, { ...li, expiresAt }, systemClock);
    const at = (ms: number) =>
      createTokenAuthenticator(file, { now: () => toInstant(ms) }).authenticate({ authorization: `Bearer ${token}` });
    expect(await at(999_999)).to.include({ id: 'li', expiresAt });
    expect(await at(1_000_000)).to.include({ code: 'token-unknown', reason: 'expired' });
  });

  it('of a first version are of the duty desk, and words that are no role are refused by name', async () => {
    const token = createToken(file, li, systemClock);
    const rewrite = (held: readonly string[]): void => {
      const { tokens } = JSON.parse(readFileSync(file, 'utf8')) as { tokens: { actor: object }[] };
      const actor = { ...tokens[0]!.actor, roles: held };
      writeFileSync(file, JSON.stringify({ v: 1, tokens: [{ ...tokens[0], actor }] }));
    };
    for (const held of [['duty'], []]) {
      rewrite(held);
      const found = await createTokenAuthenticator(file).authenticate({ authorization: `Bearer ${token}` });
      expect(found).to.have.deep.property('roles', ['duty-desk']);
    }
    rewrite(['root']);
    expect(() => createTokenAuthenticator(file))
      .to.throw('tokens-broken')
      .with.property('message')
      .that.includes('roles/0');
  });

  it('are not made in a file that is something else', () => {
    writeFileSync(file, '{"v":2}', { mode: 0o600 });
    expect(() => createToken(file, li, systemClock)).to.throw('tokens-broken');
    expect(readFileSync(file, 'utf8')).to.equal('{"v":2}');
  });
});

describe('an address to listen on', () => {
  it('is loopback or is not', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) expect(isLoopback(host), host).to.equal(true);
    for (const host of [
      '0.0.0.0',
      '::',
      '10.0.0.1',
      '127.0.0.1.evil.example',
      '128.0.0.1',
      'example',
      '::ffff:127.0.0.1',
      '127.1',
    ])
      expect(isLoopback(host), host).to.equal(false);
  });
});
