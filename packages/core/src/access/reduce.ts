import type { Json, JsonObject } from '../json.js';
import type { Row } from '../view/view.js';
import { coarsePosition } from './coarse.js';
import type { Belongs } from './policy.js';
import { groupOf } from './reach.js';
import { isAtLeast, type Tier } from './tier.js';

/**
 * Members of a value that the tier `view` shows. A list of what is shown, not of what is left out: a field that is added
 * tomorrow, or that a vendor adds, is not shown before somebody has thought about it.
 */
const SHOWN: { readonly [kind: string]: readonly string[] } = {
  incident: ['state', 'eventType', 'level', 'datum'],
  report: ['channel', 'needs', 'eventType', 'occurredAt', 'datum'],
  task: ['sort', 'state', 'about', 'due'],
  link: ['from', 'to', 'role', 'score', 'reasons', 'undoes'],
  triage: ['of', 'outcome', 'reason'],
  acknowledgement: ['of', 'masked'],
  feed: ['title', 'state', 'exercise', 'hears', 'lastEvent', 'code', 'issues', 'quarantined'],
};

/**
 * What was derived, likewise. Names of places and devices, and who saw it, are not. That it could not be told, and that it goes on
 * as another, is: without that it would look calm, or be counted twice.
 */
const DERIVED = ['level', 'rank', 'state', 'reports', 'incident', 'until', 'overdue', 'mergedInto', 'fault'];

/** Kinds whose title may name a building: `view` is told the area instead. */
const TITLED = new Set(['incident', 'report', 'task']);

/** The row as a tier shows it; nothing for kinds of which `view` is shown nothing. */
export function reduce(row: Row, tier: Tier, belongs: Belongs): Row | undefined {
  const group = groupOf(row.kind, belongs.group);
  if (group === 'people' && tier === 'assist') return moved(row, row.value, row.derived, 1000);
  if (group === 'site' && tier === 'view') return unnamed(alone(row));
  if (isAtLeast(tier, 'assist')) return row;
  if (group === 'open' && row.kind !== 'feed') return unnamed(row);
  const shown = Object.hasOwn(SHOWN, row.kind) ? SHOWN[row.kind] : undefined;
  if (!shown) return undefined;
  const { area } = belongs;
  const value: JsonObject = {
    ...pick(row.value, shown),
    ...(TITLED.has(row.kind) && { title: area?.name ?? '', ...(area && { place: area.id }) }),
    // That a source is gone for good is told; why, somebody said in words of their own.
    ...(row.kind === 'feed' && Object.hasOwn(row.value, 'retired') && { retired: '' }),
  };
  const moving = moved(row, value, pick(row.derived, DERIVED), 100);
  const { by: _, ...open } = moving;
  return open;
}

/** What was derived of people that `view` is shown nothing of: how many were called, moved, refused. */
const OF_PEOPLE = ['callups', 'transfers'];

/** The row without whom it names, masked or not, and without counts of people; the same one where there are none. */
function unnamed(row: Row): Row {
  const { by, ...open } = row;
  const names = Object.keys(row.value).filter((name) => isReference(row.value[name]));
  const { acknowledged } = row.derived as { readonly acknowledged?: JsonObject };
  const counted = OF_PEOPLE.some((name) => Object.hasOwn(row.derived, name));
  if (by === undefined && names.length === 0 && !acknowledged && !counted) return row;
  return {
    ...open,
    value: names.length === 0 ? row.value : without(row.value, names),
    derived: {
      ...without(row.derived, OF_PEOPLE),
      ...(acknowledged && { acknowledged: { ...acknowledged, masked: '*' } }),
    },
  };
}

const isReference = (member: Json | undefined): boolean =>
  typeof member === 'object' && member !== null && Object.hasOwn(member, '$vault');

const without = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

/** A device by itself: what others that observe the same tell is of whoever keeps those. */
function alone(row: Row): Row {
  if (!Object.hasOwn(row.derived, 'shown')) return row;
  const { shown: _, ...derived } = row.derived;
  return { ...row, derived };
}

/** The row with another value, and with its positions moved to the grid. */
function moved(row: Row, value: JsonObject, derived: JsonObject, step: 100 | 1000): Row {
  return {
    ...row,
    value: replaced(value, coarsePosition(row.value, step)),
    derived: replaced(derived, coarsePosition(row.derived, step)),
  };
}

/** A value without its own position and accuracy, and with those given. */
function replaced({ position: _, accuracyM: __, ...value }: JsonObject, positioned: JsonObject): JsonObject {
  return { ...value, ...positioned };
}

function pick(value: JsonObject, names: readonly string[]): JsonObject {
  const found: { [name: string]: Json } = {};
  for (const name of names) if (Object.hasOwn(value, name)) found[name] = value[name]!;
  return found;
}
