import { issue, type Issue } from '@yingji/core';
import { columns, type TableKind } from './headers.js';
import { personHeader, plain } from './words.js';

export interface Columns {
  /** Column index of each field that is there. */
  readonly fields: ReadonlyMap<string, number>;
  /** Columns that no field takes, kept under `extra`. */
  readonly rest: readonly { readonly index: number; readonly header: string }[];
  readonly issues: readonly Issue[];
}

/** Tables of people: a column that no field takes is never kept, because what it holds is about somebody. */
const ofPeople: ReadonlySet<TableKind> = new Set(['responder', 'person-at-risk']);

const bare = (header: string): string => plain(header.replace(/[（([【].*?[）)\]】]\s*$/, ''));

/**
 * Finds the column of each field. `chosen` (field → header as written) goes before the aliases.
 * A missing code column is an error: nothing can be said of rows without a name of their own.
 */
export function findColumns(options: {
  readonly kind: TableKind;
  readonly header: readonly string[];
  readonly headerPath: string;
  readonly chosen?: { readonly [field: string]: string };
}): Columns {
  const { kind, header, headerPath, chosen = {} } = options;
  const issues: Issue[] = [];
  const fields = new Map<string, number>();
  const plainHeader = header.map(bare);
  const twice = header.find((name, at) => name !== '' && header.indexOf(name) !== at);
  if (twice !== undefined) {
    issues.push(
      issue('column-duplicate', `Two columns are headed "${twice}"; rename one, so that it is clear which counts.`, {
        path: headerPath,
      }),
    );
  }
  for (const [field, aliases] of Object.entries(columns[kind])) {
    const wanted = chosen[field];
    const at =
      wanted === undefined
        ? aliases.map((alias) => plainHeader.indexOf(plain(alias))).find((index) => index >= 0)
        : header.findIndex((name) => plain(name) === plain(wanted));
    if (at !== undefined && at >= 0) fields.set(field, at);
    else if (wanted !== undefined) {
      issues.push(
        issue(
          'column-missing',
          `No column is headed "${wanted}" (chosen for ${field}); correct the option columns or the header.`,
          { path: headerPath },
        ),
      );
    }
  }
  if (!fields.has('code') && chosen['code'] === undefined) {
    issues.push(
      issue(
        'column-missing',
        'No column holds the code (编码); add one, name it by the option columns, or the row of the column names by headerRow.',
        {
          path: headerPath,
        },
      ),
    );
  }
  const taken = new Set(fields.values());
  const rest: { index: number; header: string }[] = [];
  header.forEach((name, index) => {
    if (taken.has(index) || name === '') return;
    if (!ofPeople.has(kind) && !personHeader.test(name)) return void rest.push({ index, header: name });
    const message = ofPeople.has(kind)
      ? `Column "${name}" is no field of a ${kind} and is left out: what else is known of people is not kept.`
      : `Column "${name}" looks like personal data and is left out; people have a table of their own.`;
    issues.push(issue('personal-column', message, { path: headerPath, level: 'warning' }));
  });
  return { fields, rest, issues };
}
