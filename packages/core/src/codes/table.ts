/** The name of a code in both languages. Chinese is the norm's word; English is ours, for no norm here gives one. */
export interface CodeRow {
  readonly zh: string;
  readonly en: string;
  /** `false` where this row, unlike its table, was written from memory or by inference. */
  readonly verified?: false;
}

/**
 * A code table as data. `verified` says whether its rows were compared with a source other than memory, `complete` whether the
 * norm has no more rows than these: a code that an incomplete table does not name may still be a good one.
 */
export interface CodeTable<Code extends string | number = string | number, Row extends CodeRow = CodeRow> {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** The norm and its clause, or what else it was taken from. */
  readonly norm: string;
  readonly verified: boolean;
  readonly complete: boolean;
  /** What a reader of the table has to know. */
  readonly note?: string;
  readonly rows: { readonly [code in Code]: Row };
}

/** The codes of a table as a union. */
export type CodeOf<T> = T extends { readonly rows: infer Rows } ? keyof Rows : never;

/** In which a name is given. */
export type Language = 'zh' | 'en';

/** A table whose rows nobody can change by accident. */
export function defineTable<
  const Rows extends { readonly [code: string | number]: Row },
  Row extends CodeRow = CodeRow,
>(table: Omit<CodeTable, 'rows'> & { readonly rows: Rows }): Omit<CodeTable, 'rows'> & { readonly rows: Rows } {
  return freeze(table);
}

/** Freezes plain data to its leaves. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

/** Whether the table has this code. */
export function isCode<T extends CodeTable>(table: T, code: string | number): code is CodeOf<T> & (string | number) {
  return Object.hasOwn(table.rows, code);
}

/** The name of a code; `undefined` where the table has none: show the bare code then, never a guess. */
export function nameOf(table: CodeTable, code: string | number, language: Language = 'zh'): string | undefined {
  return isCode(table, code) ? table.rows[code]![language] : undefined;
}

/** Whether a code of the table was compared with a source. */
export function isVerified(table: CodeTable, code: string | number): boolean {
  return table.verified && isCode(table, code) && table.rows[code]!.verified !== false;
}
