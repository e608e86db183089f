import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCodecs, loadFeed, loadSubjects } from './index.js';

const feed = (id: string): string => `{ id: '${id}', configure: () => ({}), decode: () => ({}) }`;
const vector = (name: string): string => JSON.stringify([{ name, source: 'derived', sort: 'good', text: name }]);

describe('what is checked in a folder', () => {
  const folders: string[] = [];
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  /** A folder with a module, and with vectors in files of these names. */
  async function folderOf(module: string, ...files: readonly string[]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'yingji-load-'));
    folders.push(folder);
    await mkdir(join(folder, 'vectors'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'index.js'), module);
    await Promise.all(files.map((file) => writeFile(join(folder, 'vectors', `${file}.json`), vector(file))));
    return folder;
  }
  const both = `export const a = ${feed('a')}, b = ${feed('b')};`;
  const namesIn = async (folder: string): Promise<readonly (readonly string[])[]> =>
    (await loadSubjects(folder)).map(({ vectors }) => vectors.map(({ name }) => name));
  const refusal = (loaded: Promise<unknown>): Promise<string> =>
    loaded.then(
      () => '',
      ({ code, message }: { readonly code: string; readonly message: string }) => `${code}: ${message}`,
    );

  it('one feed has all vectors', async () => {
    expect(await namesIn(await folderOf(`export const a = ${feed('a')};`, 'x', 'y'))).to.deep.equal([['x', 'y']]);
  });

  it('several feeds each have those of their id, and decode by it', async () => {
    const folder = await folderOf(both, 'a', 'b');
    expect(await namesIn(folder)).to.deep.equal([['a'], ['b']]);
    expect((await loadCodecs(folder)).map(({ id }) => id)).to.deep.equal(['a', 'b']);
  });

  it('vectors that are of none of several are no vectors that pass', async () => {
    expect(await refusal(loadSubjects(await folderOf(both, 'a', 'b', 'c')))).to.match(/^feed-not-loaded: .*c\.json/);
  });

  it('what another says of its failure ends in one full stop', async () => {
    const broken = await folderOf(`throw new Error('No such device.');`);
    expect(await refusal(loadSubjects(broken))).to.match(/^feed-not-loaded: .*No such device\.$/);
  });

  it('the feed that is meant is alone', async () => {
    expect(await namesIn(await folderOf(`${both} export { b as feed };`, 'a', 'b'))).to.deep.equal([['a', 'b']]);
  });

  it('of several none is the one to be opened', async () => {
    expect(await refusal(loadFeed(await folderOf(both)))).to.include('exports 2 feeds');
  });
});
