import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Json } from '@yingji/core';
import { resolveSecrets } from './secrets.js';

describe('secrets in a configuration', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-secrets-'));
    writeFileSync(join(folder, 'pass.txt'), 'from a file\n');
  });
  after(() => rmSync(folder, { recursive: true }));
  const resolve = (value: Json): ReturnType<typeof resolveSecrets> =>
    resolveSecrets(value, { folder, env: { FEED_TOKEN: 'from env' } });

  it('come from the environment or a file', () => {
    const { value, issues } = resolve({
      token: 'env:FEED_TOKEN',
      password: 'file:pass.txt',
      url: 'http://a.example/',
      on: true,
    });
    expect(issues).to.deep.equal([]);
    expect(value).to.deep.equal({ token: 'from env', password: 'from a file', url: 'http://a.example/', on: true });
  });

  it('may be a whole address', () => {
    expect(resolve({ url: 'env:FEED_TOKEN' }).value).to.deep.equal({ url: 'from env' });
  });

  for (const value of [
    { token: 'abc' },
    { apiKey: 'abc' },
    { deep: [{ clientSecret: 'abc' }] },
    { headers: { Authorization: 'Bearer abc' } },
    { credentials: { user: 'a' } },
    { password: 123456 },
    { url: 'https://user:abc@a.example/' },
    { url: 'https://a.example/?access_token=abc' },
  ])
    it(`are refused in plain text: ${JSON.stringify(value)}`, () => {
      const { issues } = resolve(value);
      expect(issues.map(({ code }) => code)).to.deep.equal(['literal-secret']);
      expect(JSON.stringify(issues)).to.not.include('abc').and.not.include('123456');
    });

  it('are refused with their path when they are not there', () => {
    const { issues } = resolve({ a: [{ token: 'env:NOBODY' }, { secret: 'file:nowhere' }] });
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['secret-missing', '/a/0/token'],
      ['secret-missing', '/a/1/secret'],
    ]);
  });

  it('are not seen in members that name none', () => {
    const plain = { key: 'native', tokenize: 'x', file: 'file:pass.txt', columns: { code: '点位号' }, secretary: 'x' };
    expect(resolve(plain)).to.deep.equal({ value: plain, issues: [] });
  });
});
