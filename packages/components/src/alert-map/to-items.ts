import type { EntityId, Incident, Instant, Report, Row } from '@yingji/core';
import { byUrgency, type Item } from './item.js';
import { isUnjudged, type Rows } from '../controllers/observe.js';
import { levelOf, positionOf, titled } from './item-context.js';
import { warningItem } from './warning-item.js';
import type { MapContext, MapWords } from './words.js';

const BELOW_RANK = 5;

/** Everything of the picture as items, most urgent first. */
export function toItems(
  rows: { readonly reports: Rows; readonly incidents: Rows; readonly warnings: Rows; readonly ended: Rows },
  context: MapContext,
): Item[] {
  const items: Item[] = [];
  for (const row of rows.incidents.values()) items.push(pointItem(row, context));
  for (const row of rows.reports.values()) {
    const incident = row.derived['incident'];
    // Told of an incident that is closed: it is part of history, as the incident is.
    if (typeof incident === 'string' && !rows.incidents.has(incident as EntityId)) continue;
    items.push(pointItem(row, context));
  }
  for (const list of [rows.warnings, rows.ended])
    for (const row of list.values()) {
      // What no rule could judge answers to every state.
      if (list === rows.ended && rows.warnings.has(row.id)) continue;
      const item = warningItem(row, context);
      if (item) items.push(item);
    }
  return items.sort(byUrgency);
}

function pointItem(row: Row, context: MapContext): Item {
  const { words } = context;
  const value = row.value as unknown as Partial<Report & Incident>;
  const kind = row.kind === 'incident' ? 'incident' : value.channel === 'device' ? 'alarm' : 'report';
  const { level, rank } = levelOf(row);
  const below = rank === BELOW_RANK;
  const unjudged = isUnjudged(row);
  const word =
    level === 'ungraded'
      ? unjudged
        ? words.say('unknown')
        : words.say(below ? 'incident.below' : 'short.ungraded')
      : words.say(kind === 'incident' ? `incident.${level}` : `chip.${level}`);
  const position = positionOf(row);
  const acknowledged = row.derived['acknowledged'] as Item['acknowledged'] | undefined;
  const incident = row.derived['incident'];
  const title = String(value.title ?? row.id);
  return {
    id: row.id,
    kind,
    level,
    rank,
    word,
    numbered: below,
    title: titled(row, title, words),
    at: (value.occurredAt as Instant | undefined) ?? row.at,
    recordedAt: row.recordedAt,
    exercise: row.exercise !== undefined,
    inferred: row.basis === 'derived',
    ...(position && { position }),
    where: whereOf(row, position !== undefined, words),
    waiting: acknowledged === undefined,
    ...(acknowledged && { acknowledged }),
    unjudged,
    stale: unjudged || context.stale(row.source),
    state: String(row.derived['state'] ?? value.state ?? ''),
    ...(typeof incident === 'string' && { incident: incident as EntityId }),
    group: `${value.eventType ?? title}|${String(row.derived['placeName'] ?? '')}`,
    row,
  };
}

/** The place in words, from the largest to the smallest; the number of the device where nothing else is known. */
function whereOf(row: Row, located: boolean, words: MapWords): string {
  const { address, native } = row.value as { address?: string; native?: string };
  const parts = [row.derived['placeName'], address ?? row.derived['deviceName']].filter(
    (part, i, all): part is string => typeof part === 'string' && part !== '' && all.indexOf(part) === i,
  );
  if (parts.length > 0)
    return located ? parts.join(' ') : [words.say('here.unknown'), ...parts].join(words.say('comma'));
  if (located) return native === undefined ? '' : native;
  return native === undefined ? words.say('here.unknown') : words.say('here.unknown.native', { native });
}
