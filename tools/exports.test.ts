// Every export of core says what it is, in its own words: an editor shows nothing else to who imports it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { root } from './lib/imports.js';

const core = join(root, 'packages', 'core');
const { exports } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8')) as {
  exports: { readonly [entry: string]: { readonly '@yingji/source': string } };
};

describe('exports', () => {
  it('of core each have a docstring, through every entry', () => {
    const entries = Object.entries(exports)
      .filter(([entry]) => !entry.includes('*'))
      .map(([entry, { '@yingji/source': source }]) => [entry, join(core, source)] as const);
    const program = ts.createProgram([...entries.map(([, file]) => file), join(core, 'src', 'globals.d.ts')], {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es2022.d.ts'] },
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    const checker = program.getTypeChecker();
    const said = entries.flatMap(([entry, file]) =>
      checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!).map((symbol) => {
        const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
        // What is passed on from elsewhere is told of there.
        const ours = !meant.declarations?.some((each) => each.getSourceFile().fileName.includes('node_modules'));
        return {
          name: `${entry} ${symbol.name}`,
          text: !ours ? 'told elsewhere' : ts.displayPartsToString(meant.getDocumentationComment(checker)),
        };
      }),
    );
    expect(said).to.have.length.above(300);
    expect(said.filter(({ text }) => text.trim().length < 10).map(({ name }) => name)).to.deep.equal([]);
  });
});
