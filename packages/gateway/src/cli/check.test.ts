import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runCli } from '../../test/run-cli.js';

const example = fileURLToPath(new URL('../../../../examples/04-own-adapter', import.meta.url));
const gauge = join(example, 'water-level-gauge');

describe('yingji check', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-check-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('passes a sound feed, line by line', async () => {
    const { code, out } = await runCli(['check', example]);
    expect(out).to.match(/^example-gas · Example gas protocol 1\.0\n/);
    expect(out).to.match(/✔ settle +Nothing is confirmed before it is stored/);
    expect(out).to.match(/\n\d+ passed, 0 failed, 0 skipped\n$/);
    expect(code).to.equal(0);
  });

  it('fails one whose vectors lie, names check and vector, and says it as JSON too', async () => {
    const copy = join(folder, 'lying');
    cpSync(example, copy, { recursive: true, verbatimSymlinks: false, dereference: true });
    writeFileSync(join(copy, 'feed.js'), `export { feed } from ${JSON.stringify(`${example}/feed.js`)};\n`);
    const wrong = { name: 'wrong', source: 'derived', sort: 'good', frame: 'aa55', drafts: [], issues: [] };
    writeFileSync(join(copy, 'vectors', 'wrong.json'), JSON.stringify([wrong]));
    const { code, out } = await runCli(['check', copy, '--json']);
    expect(code).to.equal(1);
    const { passed, checks } = JSON.parse(out) as { passed: boolean; checks: { id: string; findings: string[] }[] };
    expect(passed).to.equal(false);
    expect(checks.find(({ id }) => id === 'decode')!.findings.join()).to.include(
      '"wrong": its Issues are [no-message]',
    );
  });

  it('passes a device profile, found beside the folder it is named from', async () => {
    const { code, out } = await runCli(['check', gauge]);
    expect(out).to.match(/^water-level-gauge · Example ponding gauge 1\.0\n/);
    expect(out).to.match(/✔ quantities +Every quantity it names is of the vocabulary/);
    expect(out).to.match(/\n\d+ passed, 0 failed, 0 skipped\n$/);
    expect(code).to.equal(0);
  });

  it('checks each of several profiles by the vectors of its own, and says all of it as JSON', async () => {
    const copy = join(folder, 'several');
    cpSync(gauge, copy, { recursive: true });
    writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
    renameSync(join(copy, 'vectors/payloads.json'), join(copy, 'vectors/one.json'));
    writeFileSync(
      join(copy, 'index.js'),
      `import { waterLevelGauge } from ${JSON.stringify(`${gauge}/index.js`)};
export const one = { ...waterLevelGauge, id: 'one' };
export const two = { ...waterLevelGauge, id: 'two' };\n`,
    );
    const { code, out } = await runCli(['check', copy, '--json']);
    const reports = JSON.parse(out) as { feed: string; passed: boolean }[];
    expect(reports.map(({ feed, passed }) => [feed, passed])).to.deep.equal([
      ['one', true],
      ['two', false],
    ]);
    expect(code).to.equal(1);
    const args = ['decode', copy, '-', '--hex'];
    expect((await runCli(args, '57011800fa5f00eb')).err).to.include('--profile: one, two');
    expect((await runCli([...args, '--profile', 'two'], '57011800fa5f00eb')).code).to.equal(0);
    expect((await runCli([...args, '--profile', 'tow'], '57011800fa5f00eb')).err).to.include('did you mean "two"');
  });

  it('says what is missing where there is no feed', async () => {
    for (const [name, why] of [
      [join(folder, 'nowhere'), 'cannot be loaded'],
      ['no-such-package', 'is not installed here'],
    ] as const) {
      const { code, err } = await runCli(['check', name]);
      expect([code, err]).to.satisfy(
        ([exit, text]: [number, string]) => exit === 1 && text.includes('feed-not-loaded') && text.includes(why),
      );
    }
    expect((await runCli(['check'])).code).to.equal(2);
  });
});

describe('yingji decode --explain', () => {
  it('draws a frame of a feed from outside, byte by byte', async () => {
    const { code, out } = await runCli(
      ['decode', example, '-', '--hex', '--explain'],
      'aa554501030100010 0c8 00 ab87\n'.replaceAll(' ', ''),
    );
    expect(code).to.equal(1);
    expect(out.split('\n').slice(0, 6)).to.deep.equal([
      '-:1 · Example gas protocol 1.0',
      '     0  aa 55                   帧头 start: aa55',
      '     2  45 01 03 01             设备地址 device address: 45010301',
      '     6  00 01                   流水号 serial number: 1',
      '     8  00 c8                   浓度 gas level: 20 %{LEL}',
      '    10  00                      状态 states',
    ]);
    expect(out).to.include('! frame-checksum /crc');
  });

  it('draws a payload by a device profile', async () => {
    const { code, out } = await runCli(['decode', gauge, '-', '--hex', '--explain'], '57011800fa5f00eb');
    expect(out).to.include('水深 depth: 0.28 m');
    expect(code).to.equal(0);
  });

  it('says so when a feed has no layout', async () => {
    const { code, err } = await runCli(['decode', 'cap', '--explain'], '<alert>');
    expect([code, err]).to.satisfy(([exit, text]: [number, string]) => exit === 2 && text.includes('no layout'));
  });
});
