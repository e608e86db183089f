import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from '../../test/seeds.js';
import { openAudit, readAnchor, readAuditKey, type Audit, type AuditFiles } from './audit-file.js';
import type { Act, Anchor } from './line.js';
import { verifyAudit, type Verified } from './verify.js';

const act = (who: string): Act => ({ who, what: 'command:acknowledge-alarm', of: 'ab12', outcome: 'done' });

describe('the audit log', () => {
  let folder: string;
  let files: AuditFiles;
  let logger: ReturnType<typeof createMemoryLogger>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-audit-'));
    const at = (name: string): string => join(folder, name);
    files = { file: at('audit'), keyFile: at('keys/audit.key'), anchorFile: at('far/audit.anchor') };
    logger = createMemoryLogger();
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const start = (): Promise<Audit> => openAudit(files, { clock: systemClock, logger });
  const key = (): Buffer => readAuditKey(files.keyFile, { make: false });
  const verify = (anchors?: readonly Anchor[]): Promise<Verified> => {
    const own = readAnchor(files.anchorFile, key());
    return verifyAudit(files.file, { key: key(), anchors: anchors ?? (own ? [own] : []) });
  };
  const write = async (count: number): Promise<void> => {
    const audit = await start();
    for (let i = 0; i < count; i += 1) await audit.append(act(`a${i}`));
    await audit.close();
  };

  it('goes on where it ended, over restarts and many at once, and proves itself', async () => {
    await write(3);
    const audit = await start();
    await Promise.all(Array.from({ length: 50 }, (_, i) => audit.append(act(`b${i}`))));
    await audit.close();
    const found = await verify();
    expect(found).to.have.nested.property('head.n', 53);
    const lines = readFileSync(files.file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { n: number; who: string });
    expect(lines.map(({ n }) => n)).to.deep.equal(Array.from({ length: 53 }, (_, i) => i + 1));
    expect(lines[52]!.who).to.equal('b49');
    if (process.platform !== 'win32')
      for (const file of Object.values(files) as string[]) expect(statSync(file).mode & 0o077, file).to.equal(0);
  });

  it('tells any line that was changed, removed, put in or moved, and where, by which hand ever', async () => {
    await write(12);
    const good = readFileSync(files.file, 'utf8');
    const lines = good.trimEnd().split('\n');
    const forged = fc.oneof(
      fc
        .tuple(fc.nat(good.length - 2), fc.constantFrom('0', 'x', '"', ' '))
        .filter(([at, c]) => good[at] !== c && good[at] !== '\n')
        .map(([at, c]) => good.slice(0, at) + c + good.slice(at + 1)),
      fc.nat(11).map((i) => lines.filter((_, at) => at !== i)),
      fc
        .tuple(fc.nat(11), fc.nat(11))
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => lines.map((line, i) => (i === a ? lines[b]! : i === b ? lines[a]! : line))),
      fc.tuple(fc.nat(12), fc.nat(11)).map(([at, of]) => [...lines.slice(0, at), lines[of]!, ...lines.slice(at)]),
      fc.nat(11).map((i) => lines.slice(0, i)),
    );
    await fc.assert(
      fc.asyncProperty(forged, async (made) => {
        writeFileSync(files.file, typeof made === 'string' ? made : made.map((line) => `${line}\n`).join(''));
        const found = await verify();
        if (found.ok) return false;
        const now = readFileSync(files.file, 'utf8').split('\n');
        const first = now.findIndex((line, i) => line !== lines[i]);
        // The line said is the first that differs.
        return found.line === first + 1;
      }),
      seeds(),
    );
  });

  it('tells a log that was written anew with the key, when an anchor is kept elsewhere', async () => {
    await write(5);
    const anchor = readAnchor(files.anchorFile, key())!;
    rmSync(files.file);
    rmSync(files.anchorFile);
    await write(5);
    expect(await verify()).to.have.property('ok', true);
    expect(await verify([anchor])).to.deep.include({ ok: false, line: 5 });
  });

  it('tells a line of another log of the same key and number', async () => {
    await write(3);
    const other = readFileSync(files.file, 'utf8').split('\n');
    rmSync(files.file);
    rmSync(files.anchorFile);
    await write(5);
    const lines = readFileSync(files.file, 'utf8').split('\n');
    writeFileSync(files.file, lines.map((line, i) => (i === 2 ? other[2]! : line)).join('\n'));
    expect(await verify([])).to.deep.include({ ok: false, line: 3 });
  });

  it('tells a log that was set back together with its anchor only by an anchor from elsewhere', async () => {
    await write(3);
    const old = [files.file, files.anchorFile].map((file) => [file, readFileSync(file)] as const);
    await write(2);
    const told = logger.lines.filter(({ code }) => code === 'audit-anchor').at(-1)!.data as unknown as Anchor;
    for (const [file, bytes] of old) writeFileSync(file, bytes);
    expect(await verify()).to.have.property('ok', true);
    expect(await verify([told])).to.deep.include({ ok: false, line: 4 });
  });

  it('refuses another key, an anchor that was made up, and a key that others can read', async function () {
    await write(2);
    expect(await verifyAudit(files.file, { key: Buffer.alloc(32), anchors: [] })).to.deep.include({
      ok: false,
      line: 1,
    });
    writeFileSync(files.anchorFile, readFileSync(files.anchorFile, 'utf8').replace(/^2:/, '1:'));
    expect(() => readAnchor(files.anchorFile, key())).to.throw('audit-broken');
    writeFileSync(files.keyFile, 'short');
    expect(key).to.throw('audit-broken');
    if (process.platform === 'win32') this.skip();
    chmodSync(files.keyFile, 0o644);
    expect(key).to.throw('audit-broken');
  });

  it('cuts off half a line that a fall left behind, and can be read while one is being written', async () => {
    await write(2);
    appendFileSync(files.file, '{"v":1,"n":3,"at":"20');
    expect(await verify()).to.have.nested.property('head.n', 2);
    await write(1);
    expect(await verify()).to.have.nested.property('head.n', 3);
    expect(logger.lines.map(({ code }) => code)).to.not.include('audit-broken');
  });

  it('sets a broken log aside, says so in both logs, and goes on', async () => {
    for (const harm of [
      () => truncateSync(files.file, 0),
      () => rmSync(files.file),
      () => writeFileSync(files.file, readFileSync(files.file, 'utf8').replace('"who":"a3"', '"who":"xx"')),
      () => writeFileSync(files.anchorFile, 'nonsense'),
    ]) {
      await write(4);
      harm();
      await write(1);
      const found = await verify();
      expect(found).to.have.nested.property('head.n', 2);
      expect(readFileSync(files.file, 'utf8').split('\n')[0]).to.include('chain-broken');
      expect(logger.lines.map(({ code }) => code)).to.include('audit-broken');
      rmSync(files.file);
      rmSync(files.anchorFile);
    }
    expect(readdirSync(folder).filter((name) => name.includes('.broken-')).length).to.be.at.least(1);
    expect(existsSync(files.keyFile)).to.equal(true);
  });

  it('says when its disk takes nothing, of every line (only where there is /dev/full)', async function () {
    if (!existsSync('/dev/full')) this.skip();
    // By a link: whatever is done to the name is done to the link.
    symlinkSync('/dev/full', files.file);
    const audit = await start();
    const tried = await Promise.allSettled([audit.append(act('a')), audit.append(act('b'))]);
    for (const one of tried) expect(one).to.have.nested.property('reason.code', 'audit-failed');
    expect(audit.sound).to.equal(false);
    expect(readAnchor(files.anchorFile, key())).to.equal(undefined);
    await audit.close();
  });
});
