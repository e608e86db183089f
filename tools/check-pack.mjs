// npm run check:pack: packs the packages, installs the tarballs into an empty folder, and there imports every entry in Node, in a
// Vite build and in a webpack build, and type-checks them; there also runs the SDK program of README.md, checks feeds that ship and the example
// of one's own, and makes and checks one as a stranger would. What works only inside this workspace fails here.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './lib/run.mjs';
import { packAll } from './pack.mjs';

/** Entries that may be loaded in a page. */
const IN_PAGES = [
  ...['@yingji/core', '@yingji/core/view', '@yingji/core/all-clear', '@yingji/core/supplies', '@yingji/core/wire'],
  ...['@yingji/core/people', '@yingji/core/space', '@yingji/core/access', '@yingji/core/feed', '@yingji/core/frame'],
  ...['@yingji/core/schemas', '@yingji/core/testing'],
  ...['@yingji/core/codes', '@yingji/core/codes/nanning', '@yingji/core/envelope'],
  ...[
    '@yingji/adapters/remote',
    '@yingji/adapters/kept-picture',
    '@yingji/adapters/outbox',
    '@yingji/components',
    '@yingji/components/define',
  ],
  ...[
    'provider',
    'alert-map',
    'warning-banner',
    'warning-card',
    'feed-status',
    'all-clear',
    'supply-panel',
    'roster',
  ].map((name) => `@yingji/components/${name}`),
];
/** Entries that are types alone. */
const TYPES = ['jsx', 'vue', 'svelte'].map((name) => `@yingji/components/${name}`);
const TOOLS = {
  vite: '8.3.8',
  webpack: '5.112.2',
  'webpack-cli': '7.2.1',
  typescript: '6.0.3',
  '@types/node': '20.19.0',
};

const folder = mkdtempSync(join(tmpdir(), 'yingji-pack-'));
const app = join(folder, 'app');
const put = (name, content) =>
  writeFileSync(join(app, name), typeof content === 'string' ? content : JSON.stringify(content));

async function must(what, command, args, cwd = app) {
  const { code, output } = await run(command, args, { cwd, minutes: 5 });
  if (code !== 0) throw new Error(`${what}:\n${output}`);
  return output;
}

/** All that a bundler wrote. */
const written = (name) =>
  readdirSync(join(app, name), { recursive: true, withFileTypes: true })
    .filter((file) => file.name.endsWith('.js'))
    .map((file) => readFileSync(join(file.parentPath ?? file.path, file.name), 'utf8'))
    .join('\n');

/** A page that imports every entry by name, and the define file for its effect alone. */
async function bundle() {
  const effects = IN_PAGES.filter((entry) => entry.endsWith('/define'));
  const modules = IN_PAGES.filter((entry) => !entry.endsWith('/define'));
  const lines = [
    ...effects.map((entry) => `import '${entry}';`),
    ...modules.map((entry, i) => `import * as m${i} from '${entry}';`),
    `document.title = String([${modules.map((_, i) => `m${i}`).join(', ')}].flatMap(Object.keys).length);`,
  ];
  put('page.js', `${lines.join('\n')}\n`);
  put('index.html', '<!doctype html><script type="module" src="./page.js"></script>');
  const bundlers = {
    vite: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '--outDir', 'vite'],
    webpack: ['node_modules/webpack/bin/webpack.js', '--mode', 'production', '--entry', './page.js', '-o', 'webpack'],
  };
  for (const [name, args] of Object.entries(bundlers)) {
    await must(`a ${name} build`, process.execPath, args);
    // Wrong "sideEffects" would let it drop the elements without a word.
    if (!/yj-[a-z]+/.test(written(name))) throw new Error(`the ${name} build dropped the define file`);
    // Without the worker of the map the list would stand in for every map. Only it has this name, which no minifier may change.
    if (!written(name).includes('registerWorkerSource'))
      throw new Error(`the ${name} build did not bring the worker of the map`);
  }
}

/** The SDK program of README.md, as it stands there: it has to name a warning that lies in its folder. */
async function readmeProgram() {
  const [, program] = /```js\n(.+?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  put('watch.mjs', program);
  put('watch.ts', program);
  cpSync(join(root, 'examples', 'host', 'warnings'), join(app, 'warnings'), { recursive: true });
  put(
    'watched.mjs',
    `console.log = (titles) => String(titles).includes('暴雨黄色预警') && process.exit(0);
setTimeout(() => process.exit(1), 30_000);
await import('./watch.mjs');
`,
  );
  await must('the SDK program of README.md, which named no warning within 30 s', process.execPath, ['watched.mjs']);
}

/** A feed of a stranger: made by the command, checked as its own package.json says, and read by the one who will run it. */
async function ownFeed() {
  await must('yingji new feed', 'npx', ['--no-install', 'yingji', 'new', 'feed', 'tilt-meters', '--title', '倾斜监测']);
  const own = join(app, 'tilt-meters');
  const said = await must('npm test of the new feed', 'npm', ['test'], own);
  if (!said.includes(' 0 failed, 0 skipped')) throw new Error(`npm test of the new feed:\n${said}`);
  const [{ frame }] = JSON.parse(readFileSync(join(own, 'vectors', 'frames.json'), 'utf8'));
  put('frame.hex', frame);
  const explain = ['--no-install', 'yingji', 'decode', './tilt-meters', 'frame.hex', '--hex', '--explain'];
  const drawn = await must('yingji decode of the new feed', 'npx', explain);
  if (!drawn.includes('25.3 Cel')) throw new Error(`yingji decode of the new feed:\n${drawn}`);
}

/** The example of a feed of one's own, outside the repository, by the commands of the workflow in the guide. */
async function exampleFeed() {
  const own = join(app, 'own-adapter');
  const from = join(root, 'examples', '04-own-adapter');
  cpSync(from, own, { recursive: true, filter: (file) => !file.includes('node_modules') });
  const lines = readFileSync(join(own, 'feed.js'), 'utf8').split('\n').length;
  if (lines > 60) throw new Error(`feed.js of the example has ${lines} lines`);
  const [, workflow = ''] =
    /```yaml\n(name: feed\n.+?)```/s.exec(readFileSync(join(root, 'docs/guides/adapter.md'), 'utf8')) ?? [];
  const [install, ...steps] = [...workflow.matchAll(/- run: (.+)/g)].map(([, typed]) => typed);
  // The packages lie in the folder above.
  if (install !== 'npm install' || steps.length === 0)
    throw new Error(`the workflow of the guide runs ${install}, ${steps}`);
  for (const folder of [own, join(own, 'water-level-gauge')])
    for (const step of steps) {
      const said = await must(`${step} of the example`, 'sh', ['-c', step], folder);
      if (!said.includes(' 0 failed, 0 skipped')) throw new Error(`${step} of the example:\n${said}`);
    }
}

/** Entries whose sources can be played, how many feeds each has, and how many checks each skips with a reason. */
const SHIPPED = { gbt26875: [1, 0], calls: [4, 0], sl651: [1, 1], webhook: [1, 0] };

/** Feeds that ship, checked by their names as they were installed: their vectors and their READMEs came with them. */
async function shippedFeeds() {
  for (const [entry, [count, skipped]] of Object.entries(SHIPPED)) {
    const check = ['--no-install', 'yingji', 'check', `@yingji/adapters/${entry}`];
    const said = await must(`yingji check of ${entry}`, 'npx', check);
    if (said.split(` 0 failed, ${skipped} skipped`).length !== count + 1)
      throw new Error(`yingji check of ${entry}:\n${said}`);
  }
}

/** The declarations, ours checked whole; those of others are their own affair. */
async function declarations(entries) {
  const names = entries.map((_, i) => `t${i}`);
  put(
    'types.ts',
    `${entries.map((entry, i) => `import * as t${i} from '${entry}';`).join('\n')}
${TYPES.map((entry) => `import type {} from '${entry}';`).join('\n')}\nexport const all: object[] = [${names.join(', ')}];\n`,
  );
  const compilerOptions = {
    ...{ strict: true, noEmit: true, target: 'ES2022', module: 'NodeNext', types: ['node'] },
    lib: ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  };
  put('tsconfig.json', { compilerOptions, files: ['types.ts', 'watch.ts'] });
  const { output } = await run(process.execPath, ['node_modules/typescript/bin/tsc', '--pretty', 'false'], {
    cwd: app,
  });
  const ours = output.split('\n').filter((line) => /^(types\.ts|watch\.ts|node_modules\/@yingji\/|error )/.test(line));
  if (ours.length > 0) throw new Error(`the declarations:\n${ours.join('\n')}`);
}

try {
  mkdirSync(app);
  const packed = await packAll(join(folder, 'tarballs'));
  const entries = packed.flatMap((each) => each.entries);
  const local = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball.replaceAll('\\', '/')}`]));
  // The packages want each other by version, which no registry has yet.
  put('package.json', { private: true, type: 'module', dependencies: local, devDependencies: TOOLS, overrides: local });
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await must('npm install of the tarballs', 'npm', install);

  put('node.mjs', `${entries.map((entry) => `await import('${entry}');`).join('\n')}\n`);
  await must('importing every entry in Node', process.execPath, ['node.mjs']);
  await must('the yingji command', 'npx', ['--no-install', 'yingji', 'help']);
  await ownFeed();
  await exampleFeed();
  await shippedFeeds();
  await readmeProgram();
  await bundle();
  await declarations(entries);
  process.stdout.write(
    `${entries.length} entries in Node, ${IN_PAGES.length} in Vite and webpack, all with declarations\n`,
  );
  rmSync(folder, { recursive: true, force: true });
} catch (error) {
  process.stderr.write(`${error.message}\nkept for a look: ${folder}\n`);
  process.exitCode = 1;
}
