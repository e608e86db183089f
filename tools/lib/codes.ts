import { readFileSync } from 'node:fs';
import ts from 'typescript';

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A code of zod's own, not ours. */
const FOREIGN = new Set(['custom']);

/**
 * Every code that these files give to an Issue, a YingjiError or the log, and what is first said with it (`…` for values): the
 * literals that stand for a parameter or a member named `code`, also inside a choice (`a ? 'x' : 'y'`). A code that is
 * computed in another way is not seen.
 */
export function collectCodes(files: readonly string[]): ReadonlyMap<string, string> {
  const sources = files.map((file) =>
    ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
  );
  const takes = new Map<string, number>([['YingjiError', 0]]);
  const each = (visit: (node: ts.Node) => void): void => {
    const walk = (node: ts.Node): void => {
      visit(node);
      ts.forEachChild(node, walk);
    };
    sources.forEach(walk);
  };
  each((node) => {
    if (!ts.isFunctionLike(node)) return;
    const at = node.parameters.findIndex(({ name }) => ts.isIdentifier(name) && name.text === 'code');
    const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
    if (at >= 0 && named && ts.isIdentifier(named)) takes.set(named.text, at);
  });
  const found = new Map<string, string>();
  const take = (node: ts.Node | undefined, said: string): void => {
    if (!node) return;
    const inside = ts.isConditionalExpression(node)
      ? [node.whenTrue, node.whenFalse]
      : ts.isBinaryExpression(node)
        ? [node.left, node.right]
        : [];
    for (const part of inside) take(part, said);
    if (ts.isStringLiteralLike(node) && CODE.test(node.text) && !FOREIGN.has(node.text))
      if (!found.get(node.text)) found.set(node.text, said);
  };
  each((node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression } = node;
      const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
      const at = takes.get(name);
      const rest = node.arguments?.slice((at ?? 0) + 1) ?? [];
      if (at !== undefined) take(node.arguments?.[at], rest.map(saying).find((said) => said !== '') ?? '');
    } else if (ts.isPropertyAssignment(node) && node.name.getText() === 'code')
      take(node.initializer, saying(node.parent));
  });
  return found;
}

/** The text of a message, or of the member `message`; nothing where it is computed. */
function saying(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return /\s/.test(node.text) ? node.text : '';
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (!ts.isObjectLiteralExpression(node)) return '';
  const message = node.properties.find(
    (member): member is ts.PropertyAssignment => ts.isPropertyAssignment(member) && member.name.getText() === 'message',
  );
  return message ? saying(message.initializer) : '';
}
