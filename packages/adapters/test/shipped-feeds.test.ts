// Every feed that ships keeps the contract that is asked of others. They are found by what the folders export, so that none is forgotten.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { checkFeed, checkProfile, loadSubjects, type FeedSubject } from '@yingji/adapters/kit';

const source = new URL('../src/', import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly exports: object;
};

/** Codecs have long runs of their own. */
const fuzz = Number(process.env['YINGJI_FUZZ'] ?? 300);

/** Whether something that is exported is a feed or a device profile. */
const isChecked = (exported: unknown): boolean =>
  typeof exported === 'object' &&
  exported !== null &&
  'decode' in exported &&
  ('configure' in exported || 'quantities' in exported);

async function feedFolders(): Promise<readonly string[]> {
  const folders = readdirSync(source).filter((name) => existsSync(new URL(`${name}/index.ts`, source)));
  const modules = await Promise.all(
    folders.map((name) => import(new URL(`${name}/index.ts`, source).href) as Promise<object>),
  );
  return folders.filter((_, i) => Object.values(modules[i]!).some(isChecked));
}

const folders = await feedFolders();

describe('feeds that ship', function () {
  this.timeout(60_000);

  it('are there', () => {
    expect(folders).to.include.members(['calls', 'cap', 'gbt26875', 'sl651', 'table']);
  });

  it('each say how to check them, and are an entry of the package', () => {
    expect(folders.filter((name) => !existsSync(new URL(`${name}/check.json`, source)))).to.deep.equal([]);
    expect(Object.keys(exports)).to.include.members(folders.map((name) => `./${name}`));
  });

  for (const name of folders)
    it(`pass yingji check, and what is skipped says why: ${name}`, async () => {
      for (const subject of await loadSubjects(fileURLToPath(new URL(name, source)))) {
        const { checks } = await ('profile' in subject
          ? checkProfile({ ...subject, fuzz })
          : checkFeed({ ...subject, fuzz }));
        const failed = checks.filter(({ result }) => result === 'failed').map(({ id, findings }) => [id, ...findings]);
        expect(failed, name).to.deep.equal([]);
        expect(checks.filter(({ result }) => result === 'passed').length, name).to.be.above(12);
      }
    });

  it('are found by the name of their entry too', async () => {
    const [subject] = await loadSubjects('@yingji/adapters/gbt26875', fileURLToPath(source));
    expect(subject).to.have.nested.property('definition.id', 'gbt26875');
    expect(subject!.vectors).to.have.length.above(100);
    const calls = (await loadSubjects('@yingji/adapters/calls', fileURLToPath(source))) as readonly FeedSubject[];
    expect(calls.map(({ definition }) => definition.id)).to.deep.equal([
      'calls-110',
      'calls-119',
      'calls-120',
      'calls-122',
    ]);
  });
});
