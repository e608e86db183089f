import type { EntityId, Instant, Row } from '@yingji/core';
import type { Item } from '../alert-map/item.js';
import { toItems } from '../alert-map/to-items.js';
import { mapWordsFor, type MapContext } from '../alert-map/words.js';
import { NOW } from './rows.js';

/** Rows as the map shows them, most urgent first. */
export function itemsOf(rows: readonly Row[], more: Partial<MapContext> = {}): Item[] {
  const of = (kind: string, keep = (_: Row): boolean => true): Map<EntityId, Row> =>
    new Map(rows.filter((row) => row.kind === kind && keep(row)).map((row) => [row.id, row]));
  const over = (row: Row): boolean =>
    ['lifted', 'withdrawn', 'ended', 'expired'].includes(String(row.derived['state']));
  const [incidents, ended] = [of('incident'), of('warning', over)];
  return toItems(
    { incidents, ended, reports: of('report'), warnings: of('warning', (row) => !over(row)) },
    {
      words: mapWordsFor('zh'),
      places: of('place'),
      incidents,
      ended,
      now: NOW as Instant,
      stale: () => false,
      ...more,
    },
  );
}
