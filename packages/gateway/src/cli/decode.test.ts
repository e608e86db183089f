import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { alarmFrame } from '../../test/alarm-line.js';
import { capAlert } from '../../test/cap.js';
import { runCli } from '../../test/run-cli.js';

const hex = (text: string): string => Buffer.from(text).toString('hex');

describe('yingji decode', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-decode-'));
    writeFileSync(join(folder, 'good.xml'), capAlert('demo-1'));
    writeFileSync(join(folder, 'bad.xml'), '<alert>');
    writeFileSync(join(folder, 'good.hex'), hex(capAlert('demo-2')).replace(/(.{32})/g, '$1\n'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);

  it('prints one line for each file, in order, and 1 when one is bad', async () => {
    const { code, lines } = await runCli(['decode', 'cap', at('good.xml'), at('bad.xml'), at('none.xml')]);
    expect(code).to.equal(1);
    expect(lines.map(({ input, ok }) => [input, ok])).to.deep.equal([
      [at('good.xml'), true],
      [at('bad.xml'), false],
      [at('none.xml'), false],
    ]);
    for (const line of lines) expect(line).to.have.all.keys('input', 'ok', 'changes', 'issues');
    expect(lines[2]!['issues']).to.have.nested.property('[0].code', 'unreadable');
    for (const issue of lines[1]!['issues'] as object[])
      expect(issue).to.include.all.keys('code', 'path', 'level', 'message');
  });

  it('reads standard input, with a dash or without, and says 0 when all is good', async () => {
    for (const argv of [
      ['decode', 'cap', '-'],
      ['decode', 'cap'],
    ]) {
      const { code, lines } = await runCli(argv, capAlert('demo-3'));
      expect(code).to.equal(0);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.include({ input: '-', ok: true });
      expect(lines[0]!['changes']).to.have.nested.property('[0].kind', 'warning');
    }
  });

  it('takes the source and the time of receipt it is told, so that it says the same tomorrow', async () => {
    const argv = ['decode', 'cap', at('good.xml'), '--source', 'demo', '--at', '2026-06-12T16:00:00+08:00'];
    const [one, two] = [await runCli(argv), await runCli(argv)];
    expect(one.out).to.equal(two.out);
    expect(one.out).to.include('warning/demo/');
  });

  it('reads a file of hexadecimal text as one input', async () => {
    const { code, lines } = await runCli(['decode', 'cap', '--hex', at('good.hex')]);
    expect(code).to.equal(0);
    expect(lines).to.have.length(1);
  });

  it('reads each line of standard input as one input when it is hexadecimal', async () => {
    const text = [hex(capAlert('demo-4')), '', 'not hex', 'abc', hex(capAlert('demo-5')).toUpperCase()].join('\r\n');
    const { code, lines } = await runCli(['decode', 'cap', '--hex', '-'], text);
    expect(code).to.equal(1);
    expect(lines.map(({ input, ok }) => [input, ok])).to.deep.equal([
      ['-:1', true],
      ['-:3', false],
      ['-:4', false],
      ['-:5', true],
    ]);
    expect(lines[1]!['issues']).to.have.nested.property('[0].code', 'bad-hex');
  });

  it('knows frames of fire alarms', async () => {
    const text = [1, 2].map((n) => Buffer.from(alarmFrame(n)).toString('hex')).join('\n');
    const { code, lines } = await runCli(['decode', 'gbt26875', '--hex', '-', '--source', 'fire'], text);
    expect(code).to.equal(0);
    expect(lines).to.have.length(2);
    expect((lines[1]!['changes'] as { kind: string }[]).map(({ kind }) => kind)).to.include('report');
    const cut = await runCli(['decode', 'gbt26875', '--hex', '-'], text.slice(0, -6));
    expect(cut.lines.map(({ ok }) => ok)).to.deep.equal([true, false]);
  });

  it('takes the folder it stands in for a feed', async () => {
    // There is none here: what matters is that it is looked for, and not taken for a name.
    expect((await runCli(['decode', '.', '--hex', '-'], '')).err).to.include('feed-not-loaded');
  });

  it('says nothing of nothing', async () => {
    expect(await runCli(['decode', 'cap', '--hex', '-'], '')).to.include({ code: 0, out: '' });
  });
});
