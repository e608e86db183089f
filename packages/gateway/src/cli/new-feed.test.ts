import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runCli } from '../../test/run-cli.js';

// Beside an example, so that what it imports is found as there.
const example = fileURLToPath(new URL('../../../../examples/04-own-adapter', import.meta.url));

describe('yingji new feed', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(example, '..', '.new-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a feed that passes every check as it is', async () => {
    const made = join(folder, 'tilt-meters');
    const { code, out } = await runCli(['new', 'feed', made, '--title', '倾斜监测', '--norm', 'Tilt protocol 2.1']);
    expect(code).to.equal(0);
    expect(out).to.include('npm test');
    if (existsSync(join(example, 'node_modules')))
      symlinkSync(join(example, 'node_modules'), join(made, 'node_modules'));
    const checked = await runCli(['check', made]);
    expect(checked.out)
      .to.match(/^tilt-meters · Tilt protocol 2\.1\n/)
      .and.to.match(/, 0 failed, 0 skipped\n$/);
    expect(readFileSync(join(made, 'feed.js'), 'utf8')).to.not.match(/\{\{[A-Z]+\}\}/);
  });

  it('touches no folder that has something in it, and takes no name that is none', async () => {
    const full = join(folder, 'full');
    mkdirSync(full);
    writeFileSync(join(full, 'mine.txt'), 'mine');
    expect((await runCli(['new', 'feed', full])).code).to.equal(1);
    for (const args of [
      ['feed', join(folder, 'Not Good')],
      ['feed', join(folder, 'x'), '--title', "a'; exit"],
      ['feet', 'x'],
      ['feed'],
    ])
      expect((await runCli(['new', ...args])).code, args.join(' ')).to.equal(2);
  });
});
