import { entityId, parseId, type EntityId } from '@yingji/core';
import type { RowContext } from './map-row.js';
import { asCode, type RowReader } from './row.js';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** What a cell may name. */
type Named = 'place' | 'organization' | 'team' | 'responder' | 'facility';

/** The source that things of a kind belong to. */
const sourceOf = ({ reading: { places, sources = {} }, source }: RowContext, kind: Named): string =>
  (Object.hasOwn(sources, kind) ? sources[kind] : kind === 'place' ? places : undefined) ?? source;

/** The things that a cell names by code or id, separated by `;` or `、`. Words name nothing, and are told. */
export function references(reader: RowReader, field: string, kind: Named, context: RowContext): EntityId[] {
  return (reader.cell(field) ?? '')
    .split(/[;；、,，\s]+/)
    .filter((part) => part !== '')
    .flatMap((part): EntityId[] => {
      if (parseId(part)?.kind === kind) return [part as EntityId];
      const code = asCode(part);
      if (CODE.test(code)) return [entityId(kind, sourceOf(context, kind), code)];
      reader.note('name-for-code', `a ${kind} is named by its code, not in words; the cell names nothing else.`, {
        field,
        level: 'warning',
      });
      return [];
    });
}

/** The one thing that a cell names. */
export const reference = (reader: RowReader, field: string, kind: Named, context: RowContext): EntityId | undefined =>
  references(reader, field, kind, context)[0];

/** A record without the members that are absent or empty. */
export function present<T extends { readonly [field: string]: unknown }>(
  record: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(record).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
