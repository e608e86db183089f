import type { ListRow } from './groups.js';

/** Ids must hold for `aria-activedescendant`, and say nothing about where they come from. */
export const rowId = (row: ListRow): string =>
  `row-${row.id.replace(/[^\w-]/g, (c) => `.${c.codePointAt(0)!.toString(16)}`)}`;
