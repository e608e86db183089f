// A clone, step by step as the READMEs have it, and no command in them that nobody runs. With YINGJI_COLD=1 `npm ci && npm run build`
// and the first `npm start` are run as they stand, which takes minutes; without it what they leave is put in their place.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildInto, canClone, cloneInto, installInto } from './clone.js';
import { commandsOf, fromPackage, fromReadme, READMES, root, wordsOf } from './readme-commands.js';
import { typed } from './typed.js';

const COLD = process.env['YINGJI_COLD'] === '1';
/** What is promised of the first start, two processors given. */
const COLD_MS = 120_000;

/** Which test types it. */
const TYPED: { readonly [command: string]: string } = {
  'git clone <…> yingji && cd yingji': 'clone.ts',
  'npm start': 'start.test.ts',
  'npm start -- --quiet': 'start.test.ts',
  'npm start -- --speed 60': 'start.test.ts',
  'npm start -- --from 0': 'start.test.ts',
  'npm start -- --fresh': 'start.test.ts',
};
/** The reason why nobody types it here every time. */
const NOT_TYPED: { readonly [command: string]: string } = {
  'npm test': 'it runs this',
  'npm run bench': 'it takes many minutes of a machine that does nothing else; bench/RESULTS.md is its output',
  'npm ci && npm run build': 'npm test does both before anything else in a clean clone; typed below with YINGJI_COLD=1',
  'npm run docs': 'the docs part of npm test and element-pages.test.ts make its pages by the same functions',
  'npm run pack': 'npm run check:pack, a part of npm test, packs by the same function; typed below with YINGJI_COLD=1',
  'npm ci': 'the text tells of a warning that it prints; "npm ci && npm run build" is typed',
  'npm install': 'of the tarballs: npm run check:pack does it, which is a part of npm test',
  'node watch.mjs': 'npm run check:pack runs the program of README.md',
};

describe('a clone, word by word', function () {
  this.timeout(60_000);
  const [install, build] = fromReadme('npm ci && npm run build').split(' && ');
  let folder: string;
  let clone: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-clone-'));
    clone = await cloneInto(folder);
  });
  after(function () {
    // Whole trees of packages take their time.
    this.timeout(5 * COLD_MS);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Types a command in a folder of the clone, to its end. */
  async function type(command: string, below = ''): Promise<{ readonly how: unknown; readonly said: string }> {
    const one = typed(wordsOf(command), { cwd: join(clone, below), env: { YINGJI_FUZZ: '100' } });
    return { how: await one.ended, said: one.said() };
  }

  it('is what README.md names first (only in a clone, with git, and not on Windows)', async function () {
    if (!(await canClone())) this.skip();
    expect(readdirSync(clone)).to.include.members(['.git', 'package-lock.json', 'packages']);
  });

  it('starts cold: installed, built and answering within two minutes (only with YINGJI_COLD=1: it takes as long)', async function () {
    if (!COLD) this.skip();
    this.timeout(5 * COLD_MS);
    const own = mkdtempSync(join(folder, 'cold-'));
    const first = await cloneInto(own);
    const began = performance.now();
    const start = typed(wordsOf(fromReadme('npm start')), { cwd: first });
    try {
      const [, page] = await start.until(/→ (http\S+\/safety)\n/);
      expect((await fetch(page!)).status).to.equal(200);
      const ms = performance.now() - began;
      process.stdout.write(`      the first start took ${(ms / 1000).toFixed(0)} s\n`);
      expect(ms, start.said()).to.be.at.most(COLD_MS);
    } finally {
      await start.interrupt();
    }
  });

  it('before the build, npx finds the command, which says what is missing', async () => {
    if (COLD) expect(await type(install!)).to.include({ how: 0 });
    else installInto(clone);
    expect(existsSync(join(clone, 'packages/gateway/dist'))).to.equal(false);
    const { how, said } = await type('npx --no-install yingji help');
    expect(how).to.equal(1);
    expect(said).to.equal(`yingji is not built yet: run \`${install} && ${build}\` first.\n`);
  }).timeout(5 * COLD_MS);

  it('after it, the command works', async () => {
    if (COLD) expect(await type(build!)).to.include({ how: 0 });
    else buildInto(clone);
    const { how, said } = await type('npx --no-install yingji help');
    expect(how, said).to.equal(0);
    expect(said).to.include('yingji serve --config FILE');
  }).timeout(5 * COLD_MS);

  it('a host by the README of the gateway', async () => {
    const create = `npx --no-install yingji token create --actor li --name '李*' --role duty-desk --tokens data/tokens.json`;
    expect(await type(fromPackage('gateway', create))).to.include({ how: 0 });
    const config = {
      city: { name: 'clone' },
      listen: { port: 0 },
      store: { file: 'data/city.db', keyFile: 'data/vault.key' },
      auth: { tokens: 'data/tokens.json' },
    };
    writeFileSync(join(clone, 'yingji.yaml'), JSON.stringify(config));
    const host = typed(wordsOf(fromPackage('gateway', 'npx --no-install yingji serve --config yingji.yaml')), {
      cwd: clone,
    });
    try {
      const [, url] = await host.until(/ready (\S+)\n/);
      expect((await fetch(`${url}/healthz`)).status).to.equal(200);
    } finally {
      await host.interrupt();
    }
    expect(host.said()).to.include('"stopped"');
  });

  it('a feed of one’s own by the README of the gateway', async () => {
    const make = fromPackage('gateway', 'npx --no-install yingji new feed feeds/example-gas --title 燃气');
    expect(await type(make)).to.include({ how: 0 });
    const [, below] = wordsOf(fromPackage('gateway', 'cd feeds/example-gas'));
    const { how, said } = await type(fromPackage('gateway', 'npx --no-install yingji check .'), below);
    expect(how, said).to.equal(0);
    expect(said).to.include('example-gas').and.to.include(' 0 failed');
    const dev = typed(wordsOf(fromPackage('gateway', 'npx --no-install yingji dev .')), { cwd: join(clone, below!) });
    try {
      await dev.until(/listens on /);
    } finally {
      await dev.interrupt();
    }
  });

  it('npm run pack makes the tarballs where README.md says (only with YINGJI_COLD=1: it builds all anew)', async function () {
    if (!COLD) this.skip();
    this.timeout(5 * COLD_MS);
    expect(await type(fromReadme('npm run pack'))).to.include({ how: 0 });
    expect(readdirSync(join(clone, 'var/tarballs'))).to.have.length(4);
  });
});

describe('the commands of the READMEs', () => {
  const read = (test: string): string => readFileSync(join(root, 'test/e2e', test), 'utf8');

  it('are the same in both languages', () => {
    expect(commandsOf(READMES[1])).to.deep.equal(commandsOf(READMES[0]));
  });

  it('are typed by a test, or there is a reason', () => {
    // readme.test.ts types each line of the block that has these, whatever it says.
    const host = commandsOf('README.md').filter((command) => command.startsWith('npx --no-install yingji '));
    expect(host.map((command) => command.split(' ')[3])).to.have.members(['token', 'serve', 'decode']);
    const others = commandsOf('README.md').filter((command) => !host.includes(command));
    expect(others).to.have.members([...Object.keys(TYPED), ...Object.keys(NOT_TYPED)]);
    for (const [command, test] of Object.entries(TYPED)) expect(read(test), test).to.include(`'${command}'`);
  });

  it('of the packages too', () => {
    for (const name of readdirSync(join(root, 'packages')))
      for (const command of commandsOf(`packages/${name}/README.md`)) expect(read('clone.test.ts')).to.include(command);
  });
});
