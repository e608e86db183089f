import type { Json, JsonObject } from '../json.js';
import type { Device } from '../model/device.js';
import type { EntityId } from '../model/id.js';
import { millis } from '../model/time.js';
import type { Standing, Surroundings } from './derive.js';
import type { Row } from './view.js';

/**
 * Of a reading that is shown, why it is this one: nobody else tells of it, or it comes before the next one by this; `same` =
 * by nothing but the device's id.
 */
type Why = 'only' | 'fresh' | 'quality' | 'priority' | 'latest' | 'same';

interface Reading {
  readonly device: EntityId;
  readonly row: Row;
  readonly priority: number;
}

/**
 * What several devices that observe the same tell of each quantity: one is shown, and says why; all are kept. One that is
 * fresh comes before one that has fallen silent, a good one before a suspect one, any before a fault; then the one of the better
 * priority, then the later one.
 */
export function shownBy(devices: readonly EntityId[], entry: Standing, around: Surroundings): JsonObject {
  const byQuantity = new Map<string, Reading[]>();
  for (const device of new Set(devices)) {
    const { priority = Number.MAX_VALUE } = (around.row(device)?.value ?? {}) as unknown as Device;
    for (const other of around.referring(device)) {
      const row = other.kind === 'observation' && other.exercise === entry.exercise ? around.row(other.id) : undefined;
      if (!row) continue;
      const quantity = String(row.value['quantity']);
      const readings = byQuantity.get(quantity) ?? [];
      readings.push({ device, row, priority });
      byQuantity.set(quantity, readings);
    }
  }
  return Object.fromEntries(
    [...byQuantity]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([quantity, readings]) => {
        const [first, second] = readings.sort(before);
        const why = second ? whyBefore(first!, second) : 'only';
        return [quantity, { ...said(first!), why, others: readings.slice(1).map(said) }];
      }),
  );
}

/** 0 is the best. A fault is no value: even one of long ago says more. */
function grade({ row }: Reading): number {
  if (row.value['quality'] === 'fault') return 4;
  return (row.fresh.state === 'live' ? 0 : 2) + (row.value['quality'] === 'good' ? 0 : 1);
}

// Devices, not messages, decide at last: else what is shown would jump with every message.
const before = (a: Reading, b: Reading): number =>
  grade(a) - grade(b) ||
  a.priority - b.priority ||
  millis(b.row.at) - millis(a.row.at) ||
  (a.device < b.device ? -1 : 1);

function whyBefore(first: Reading, second: Reading): Why {
  const [better, worse] = [grade(first), grade(second)];
  if (better !== worse) return worse < 4 && better < 2 && worse >= 2 ? 'fresh' : 'quality';
  if (first.priority !== second.priority) return 'priority';
  return millis(first.row.at) === millis(second.row.at) ? 'same' : 'latest';
}

const said = ({ device, row }: Reading): { readonly [name: string]: Json } => ({
  device,
  value: row.value['value'] ?? null,
  quality: row.value['quality'] ?? null,
  at: row.at,
  fresh: row.fresh.state,
});
