// Every export of core says what it is, in its own words: an editor shows nothing else to who imports it. Besides: errors, units, norms.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { root } from './lib/imports.js';

const core = join(root, 'packages', 'core');
const { exports } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8')) as {
  exports: { readonly [entry: string]: { readonly '@yingji/source': string } };
};

interface Export {
  readonly name: string;
  readonly text: string;
  /** Its docstring, and those of the members of what it gives: an error may be told where it is met. */
  readonly told: string;
  /** As it stands in the source. */
  readonly source: string;
  /** What it is, or what it gives when it is called. */
  readonly type: string;
}

/** A unit, or what sort of number it is. */
const SAYS_UNIT = /metres|degrees|seconds|minutes|hours|bytes|per cent|%|whole number|negative/i;
const wanting = (exports: readonly Export[], lacks: (each: Export) => boolean): string[] =>
  exports.filter(lacks).map(({ name }) => name);

describe('exports of core', () => {
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
  const docOf = (symbol: ts.Symbol): string => ts.displayPartsToString(symbol.getDocumentationComment(checker));

  function exportOf(entry: string, symbol: ts.Symbol): Export[] {
    const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const [declared] = meant.declarations ?? [];
    // What is passed on from elsewhere is told of there.
    if (!declared || declared.getSourceFile().fileName.includes('node_modules')) return [];
    const name = `${entry} ${symbol.name}`;
    const text = docOf(meant).trim();
    if (!(meant.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)))
      return [{ name, text, told: text, source: '', type: '' }];
    const own = checker.getTypeOfSymbol(meant);
    const given = own.getCallSignatures()[0]?.getReturnType() ?? own;
    const told = [text, ...given.getProperties().map((member) => `${docOf(member)} ${tagsOf(member)}`)].join('\n');
    return [{ name, text, told, source: declared.getText(), type: checker.typeToString(given) }];
  }
  const tagsOf = (symbol: ts.Symbol): string =>
    symbol
      .getJsDocTags(checker)
      .map(({ text }) => ts.displayPartsToString(text))
      .join(' ');

  const all = entries.flatMap(([entry, file]) =>
    checker
      .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!)
      .flatMap((symbol) => exportOf(entry, symbol)),
  );

  it('each have a docstring, through every entry', () => {
    expect(all).to.have.length.above(300);
    expect(wanting(all, ({ text }) => text.length < 10)).to.deep.equal([]);
  });

  it('name every error that they throw and every Issue that they make themselves', () => {
    const codes = ({ source }: Export): string[] =>
      [...source.matchAll(/\b(?:new YingjiError|issue)\(\s*'([\w-]+)'/g)].map(([, code]) => code!);
    expect(all.flatMap(codes)).to.have.length.above(30);
    expect(
      all.flatMap((each) =>
        codes(each).flatMap((code) => (each.told.includes(code) ? [] : `${each.name} does not tell of ${code}`)),
      ),
    ).to.deep.equal([]);
  });

  it('say so where Issues come back, and a unit where a number does', () => {
    expect(wanting(all, ({ type, told }) => /\bIssue\b/.test(type) && !/issue/i.test(told))).to.deep.equal([]);
    const numbers = all.filter(({ type }) => /^(number|-?\d[\d_.e]*)( \| undefined)?$/.test(type));
    expect(numbers).to.have.length.above(4);
    expect(wanting(numbers, ({ text }) => !SAYS_UNIT.test(text))).to.deep.equal([]);
  });

  it('tell of each table by what norm it is, and that it is unverified where it is', () => {
    const tables = all.flatMap((each) => {
      const [, norm, verified] =
        /^\w+ = defineTable\(.*?norm: '([^']+)',\s*verified: (true|false)/s.exec(each.source) ?? [];
      return norm === undefined ? [] : [{ ...each, norm, verified: verified === 'true' }];
    });
    expect(tables).to.have.length.above(10);
    const nameOf = (norm: string): string =>
      /^[^,;(]+/
        .exec(norm)![0]
        .trim()
        .replace(/^the | message$/g, '');
    expect(
      tables.flatMap(({ name, text, norm }) => (text.includes(nameOf(norm)) ? [] : `${name}: ${norm}`)),
    ).to.deep.equal([]);
    expect(
      tables.flatMap(({ name, text, verified }) => (verified || /unverified/.test(text) ? [] : name)),
    ).to.deep.equal([]);
  });
});
