// A framework that renders on a server imports what the page imports: there is no DOM there, and nothing may ask for one yet.
import { join } from 'node:path';
import { expect } from 'chai';
import { manifest, root } from './lib/imports.js';
import { run } from './lib/run.mjs';

const entries = Object.entries(manifest('packages/components').exports ?? {})
  .filter(([, entry]) => typeof entry === 'object' && entry['default'])
  .map(([path]) => `@yingji/components${path.slice(1)}`);

describe('without a DOM', () => {
  it('every entry of the elements is imported alone, defines what it has, and twice is once', async () => {
    expect(entries).to.include.members([
      '@yingji/components',
      '@yingji/components/define',
      '@yingji/components/alert-map',
    ]);
    const said = await Promise.all(
      entries.map((entry) => {
        const program = `if (globalThis.document || globalThis.window) throw new Error('there is a DOM');
          const own = await import('${entry}');
          for (const options of [{}, {}, { prefix: 'my' }]) own.define(options);
          console.log(Object.keys(own).filter((name) => /^Yj/.test(name)).length);`;
        return run(process.execPath, ['--input-type=module', '--eval', program], {
          cwd: join(root, 'packages', 'gateway'),
        });
      }),
    );
    expect(said.flatMap(({ code, output }, i) => (code === 0 ? [] : `${entries[i]}: ${output}`))).to.deep.equal([]);
    expect(said.every(({ output }) => Number(output) > 0)).to.equal(true);
  });
});
