import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toInstant, type Actor } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { createDenyList, deny } from './deny-file.js';

const at = (ms: number) => ({ now: () => toInstant(ms) });
const actor = (id: string, jti?: string): Actor => ({
  id,
  masked: '李*',
  roles: ['duty-desk'],
  scope: [],
  ...(jti !== undefined && { jti }),
});

describe('a deny list', () => {
  let folder: string;
  let file: string;
  let logger: ReturnType<typeof createMemoryLogger>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-denied-'));
    file = join(folder, 'denied.json');
    logger = createMemoryLogger();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('denies one credential or one actor, exactly, and at once', () => {
    const list = createDenyList(file, { logger });
    expect(list.denies(actor('li', 'a'))).to.equal(false);
    deny(file, { jti: 'a' }, at(0));
    deny(file, { sub: 'wang' }, at(0));
    expect(list.denies(actor('li', 'a'))).to.equal(true);
    expect(list.denies(actor('li', 'b'))).to.equal(false);
    expect(list.denies(actor('wang', 'c'))).to.equal(true);
    expect(list.denies(actor('oidc:wang'))).to.equal(false);
    expect(list.denies(actor('a'))).to.equal(false);
  });

  it('drops what has ended by itself when the next is added, and nothing else', () => {
    deny(file, { jti: 'old', until: toInstant(1_000) }, at(0));
    deny(file, { jti: 'kept' }, at(500));
    deny(file, { jti: 'new', until: toInstant(9_000) }, at(1_000));
    const { denied } = JSON.parse(readFileSync(file, 'utf8')) as { denied: { jti: string }[] };
    expect(denied.map(({ jti }) => jti)).to.deep.equal(['kept', 'new']);
  });

  it('stays in force when the file vanishes, and says so', () => {
    deny(file, { sub: 'wang' }, at(0));
    const list = createDenyList(file, { logger });
    rmSync(file);
    expect(list.denies(actor('wang'))).to.equal(true);
    expect(logger.lines.map(({ code }) => code)).to.deep.equal(['deny-list-absent']);
  });

  it('that others may read, or that is something else, lets nobody pass unseen', function () {
    deny(file, { sub: 'wang' }, at(0));
    const list = createDenyList(file, { logger });
    for (const text of ['{', '[]', '{"v":1,"denied":[{"at":"2026-01-01T00:00:00Z"}]}']) {
      writeFileSync(file, text);
      expect(() => list.denies(actor('li')), text).to.throw('tokens-broken');
    }
    if (process.platform === 'win32') this.skip();
    chmodSync(file, 0o644);
    expect(() => list.denies(actor('li'))).to.throw('tokens-readable');
  });
});
