import type { Json } from '../json.js';
import { asJson } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import { entityId, parseId, type EntityId } from '../model/id.js';
import { toInstant, type Instant } from '../model/time.js';

/** Builds committed Entries one after the other, as a writer would; times count from 2026-06-12T16:00+08:00. */
export function createEntries(startMs = Date.parse('2026-06-12T16:00:00+08:00')): {
  /** An Entry with a value; `atS` = seconds after the start. */
  put(id: EntityId, value: object, options?: { atS?: number; exercise?: string; by?: string }): Entry;
  gone(id: EntityId): Entry;
  at(seconds: number): Instant;
} {
  let position = 0;
  const at = (seconds: number): Instant => toInstant(startMs + seconds * 1000);
  const entry = (id: EntityId, body: { value: Json } | { removed: true; reason: string }, atS: number): Entry => {
    const { kind, source } = parseId(id)!;
    position += 1;
    return {
      v: 1,
      kind,
      id,
      source,
      at: at(atS),
      recordedAt: at(atS),
      order: [0, position],
      basis: 'stated',
      body,
      position: position as Position,
    };
  };
  return {
    put: (id, value, { atS = 0, ...more } = {}) => ({ ...entry(id, { value: asJson(value) }, atS), ...more }),
    gone: (id) => entry(id, { removed: true, reason: 'not-listed' }, 0),
    at,
  };
}

/** A detector and its id, for tests. */
export function detector(native: string, more: object = {}): readonly [EntityId, object] {
  return [
    entityId('device', 'registry', native),
    { type: 'smoke-detector', native, contract: { by: 'event' }, ...more },
  ];
}

/** A fire alarm of a detector and its id, for tests. */
export function fireAlarm(native: string, nth = 1): readonly [EntityId, object] {
  const device = entityId('device', 'registry', native);
  return [
    entityId('report', 'fire', `${native}.${nth}`),
    { channel: 'device', needs: ['fire'], eventType: '12G00', title: '感烟火灾探测器火警', device },
  ];
}
