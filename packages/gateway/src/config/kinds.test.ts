import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { runCli } from '../../test/run-cli.js';
import { createGateway } from '../gateway.js';
import { loadConfig } from './load.js';
import { loadKinds } from './load-kinds.js';

const CORE = new URL('../../../core/src/model/schemas.ts', import.meta.url).href;
const made = (name: string, more = ''): string =>
  `defineKind({ name: '${name}', title: { zh: '井', en: 'well' }, law: 'event', fields: { depth: means(z.number(), 'Depth.') }, example: { depth: 1 }${more} })`;
const module = (body: string): string => `import { defineKind, means, z } from '${CORE}';\n${body}\n`;

describe('kinds that a configuration names', () => {
  let folder: string;
  let n = 0;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-kinds-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  /** The names of what is found, or `code path` of everything that is wrong. */
  async function said(...names: string[]): Promise<string[]> {
    const { kinds, issues } = await loadKinds(names, folder);
    expect(kinds.length === 0 || issues.length > 0 || names.length > 0).to.equal(true);
    return issues.length > 0 ? issues.map(({ code, path }) => `${code} ${path}`) : kinds.map(({ kind }) => kind.name);
  }
  /** What is said of a module with this text. */
  async function message(text: string): Promise<string> {
    put(`m${(n += 1)}.mjs`, text);
    const { issues } = await loadKinds([`./m${n}.mjs`], folder);
    return issues.map(({ code, message: words }) => `${code}: ${words}`).join('\n');
  }

  it('are every export of each module, from the folder or from an installed package', async () => {
    put('kinds/two.mjs', module(`export const a = ${made('acme:a')};\nexport default ${made('acme:b')};`));
    put('node_modules/acme-kinds/package.json', '{"name":"acme-kinds","exports":"./main.mjs"}');
    put('node_modules/acme-kinds/main.mjs', module(`export const c = ${made('acme:c')};`));
    put('node_modules/@acme/more/package.json', '{"name":"@acme/more","exports":{"./wells":"./wells.mjs"}}');
    put('node_modules/@acme/more/wells.mjs', module(`export const d = ${made('acme:d')};`));
    const names = await said('./kinds/two.mjs', 'acme-kinds', '@acme/more/wells', join(folder, 'kinds/two.mjs'));
    expect(names.sort()).to.deep.equal(['acme:a', 'acme:b', 'acme:c', 'acme:d']);
  });

  it('are never fetched, and never a part of Node', async () => {
    for (const name of [
      'https://kinds.example.cn/a.mjs',
      'http://127.0.0.1/a.mjs',
      'data:text/javascript,export default 1',
      'file:///kinds/a.mjs',
      'node:fs',
      '#inside',
      'C:\\kinds\\a.mjs',
      '//host/share/a.mjs',
    ])
      expect((await said(name))[0], name).to.match(/^kinds-(elsewhere|missing) \/kinds\/0$/);
    expect(await said('fs')).to.deep.equal(['kinds-missing /kinds/0']);
  });

  it('that are not there are said at once, with the place of each', async () => {
    put('a.mjs', module(`export const a = ${made('acme:a')};`));
    expect(await said('./a.mjs', './b.mjs', 'no-such-kinds', './c.mjs')).to.deep.equal([
      'kinds-missing /kinds/1',
      'kinds-missing /kinds/2',
      'kinds-missing /kinds/3',
    ]);
    const { issues } = await loadKinds(['a.mjs'], folder);
    expect(issues[0]!.message).to.include('write ./a.mjs');
  });

  it('that cannot be loaded, or are none, say why', async () => {
    expect(await message('export const a = ;')).to.include('kinds-broken');
    expect(await message("import 'no-such-thing';")).to.include('no-such-thing');
    expect(await message('throw new Error("the table is missing")')).to.include('the table is missing');
    expect(await message('throw null')).to.include('kinds-broken');
    expect(await message('')).to.include('exports nothing');
    expect(await message('export const a = 1;'))
      .to.include('bad-kind: a of')
      .and.include('make it with defineKind');
    expect(await message('export const a = null;')).to.include('make it with defineKind');
    expect(await message("export const a = { name: 'acme:a', law: 'event', fields: {} };")).to.include('defineKind');
    expect(await message(module(`export const a = ${made('lift')};`))).to.include('must be vendor:kind');
    const both = await message(module(`export const a = ${made('acme:a')};\nexport const help = () => 1;`));
    expect(both).to.include('help of').and.not.include('a of');
  });

  it('that were changed after they were made are refused: nothing private may slip past the vault', async () => {
    const phone =
      "phone: means(z.union([z.string(), z.strictObject({ $vault: z.string(), pseudonym: z.string().optional(), masked: z.string().optional() })]), 'Phone.', { sensitive: true })";
    const kind = `defineKind({ name: 'acme:a', title: { zh: '井', en: 'well' }, law: 'event', fields: { ${phone} }, example: { phone: '1' } })`;
    expect(await message(module(`export const a = ${kind};`))).to.equal('');
    const bare = `const made = ${kind};\nexport const a = { ...made, kind: { ...made.kind, sensitive: [] } };`;
    expect(await message(module(bare))).to.include('list of personal fields');
    const ours = `const made = ${kind};\nexport const a = { ...made, kind: { ...made.kind, name: 'report' } };`;
    expect(await message(module(ours))).to.include('must be vendor:kind');
    const other = `const made = ${kind};\nexport const a = { ...made, schema: z.strictObject({ phone: z.string() }) };`;
    expect(await message(module(other))).to.include('another copy of @yingji/core');
  });

  it('have one name each', async () => {
    put('a.mjs', module(`export const a = ${made('acme:a')};`));
    put('b.mjs', module(`export const a = ${made('acme:a')};`));
    expect(await said('./a.mjs', './b.mjs')).to.deep.equal(['bad-kind /kinds/1']);
    expect(await said('./a.mjs', './a.mjs')).to.deep.equal(['acme:a']);
  });

  it('stop the start and the schema, with the file and the place', async () => {
    put('kinds/bad.mjs', 'export const a = 1;');
    const config = { city: { name: 'a' }, store: { file: 'c.db', keyFile: 'c.key' } };
    put('missing.json', JSON.stringify({ ...config, kinds: ['./kinds/none.mjs'] }));
    put('bad.json', JSON.stringify({ ...config, kinds: ['./kinds/bad.mjs'] }));
    expect(await loadConfig(join(folder, 'missing.json'), {})).to.have.nested.property('issues[0].path', '/kinds/0');
    const { code, err } = await runCli(['schema', '--config', join(folder, 'bad.json')]);
    expect(code).to.equal(1);
    expect(err).to.include('bad.json/kinds/0').and.include('[bad-kind]');
    const loaded = await loadConfig(join(folder, 'bad.json'), {});
    if ('issues' in loaded) throw new Error('it is a configuration');
    const refused = await createGateway(loaded.config).catch((error: unknown) => error);
    expect(refused).to.include({ code: 'config-wrong' });
    expect((refused as Error).message).to.include('/kinds/0');
  });
});
