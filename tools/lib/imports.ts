import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** All files of the repository, as paths below its root: those that git has and those it would take. */
export const tracked: readonly string[] = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(root, file)));

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly sideEffects?: boolean | readonly string[];
  readonly exports?: Record<string, Record<string, string> | string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');
export const manifest = (folder: string): Manifest => JSON.parse(read(`${folder}/package.json`)) as Manifest;

export interface Import {
  readonly from: string;
  /** Leaves no trace at run time. `import { type A }` does leave one: the file is still loaded. */
  readonly typeOnly: boolean;
}

/** Every import, re-export and `import()` of a file. */
export function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, false);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const typeOnly = ts.isExportDeclaration(node)
        ? node.isTypeOnly
        : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
        found.push({ from: node.moduleSpecifier.text, typeOnly });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [from] = node.arguments;
      if (from && ts.isStringLiteralLike(from)) found.push({ from: from.text, typeOnly: false });
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
      found.push({ from: node.argument.literal.text, typeOnly: true });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether a file does something when it is loaded, so that a bundler may not drop it: a statement or decorator that acts. */
export function actsWhenLoaded(file: string): boolean {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, false);
  return source.statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) ||
      ts.isForOfStatement(statement) ||
      ts.isIfStatement(statement) ||
      (ts.isImportDeclaration(statement) && !statement.importClause) ||
      (ts.isClassDeclaration(statement) && (ts.getDecorators(statement) ?? []).length > 0),
  );
}

/** The name of the package that an import of others leads to. */
export const packageName = (from: string): string => from.split('/', from.startsWith('@') ? 2 : 1).join('/');

/** Where an import of ours leads, as a file of the repository; `undefined` for a package of others. */
export function target(file: string, from: string): string | undefined {
  if (from.startsWith('.')) {
    const path = relative(root, resolve(root, dirname(file), from)).replaceAll('\\', '/');
    const source = path.replace(/\.js$/, '.ts');
    return existsSync(join(root, source)) ? source : path;
  }
  const [, name, sub = ''] = /^@yingji\/([a-z]+)(\/.*)?$/.exec(from) ?? [];
  const entry = name && manifest(`packages/${name}`).exports?.[`.${sub}`];
  return entry && typeof entry === 'object' ? `packages/${name}/${entry['@yingji/source']!.slice(2)}` : undefined;
}

/** All that is loaded at run time from some files: files of ours, and packages of others with the file that names them. */
export function loads(entries: readonly string[]): { files: Set<string>; packages: Map<string, string> } {
  const files = new Set(entries);
  const packages = new Map<string, string>();
  for (const file of files)
    for (const { from, typeOnly } of file.endsWith('.ts') ? importsOf(file) : []) {
      if (typeOnly) continue;
      const next = target(file, from);
      if (next) files.add(next);
      else packages.set(packageName(from), file);
    }
  return { files, packages };
}
