import { issue, type Issue } from '@yingji/core';
import { parseDocument } from 'yaml';

const MAX_CHARACTERS = 1_000_000;

/** What a text of YAML 1.2 or JSON holds. Never quotes it: a password may stand there that was not put in quotes. */
export function readYaml(text: string): { readonly value: unknown } | { readonly issues: readonly Issue[] } {
  if (text.length > MAX_CHARACTERS)
    return {
      issues: [issue('too-large', `The configuration is longer than ${MAX_CHARACTERS} characters; it is not one.`)],
    };
  const document = parseDocument(text, { uniqueKeys: true, strict: true });
  if (document.errors.length > 0 || document.warnings.length > 0)
    return {
      issues: [...document.errors, ...document.warnings].map(({ code, linePos }) => {
        const [at] = linePos ?? [];
        const where = at ? ` at line ${at.line}, column ${at.col}` : '';
        return issue('bad-syntax', `This is no YAML${where} (${code}).`);
      }),
    };
  try {
    return { value: document.toJS({ maxAliasCount: 20 }) };
  } catch {
    return { issues: [issue('bad-syntax', 'Aliases refer to too much; write the values out.')] };
  }
}
