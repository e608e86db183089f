import { quantities } from '../codes/quantities.js';
import { isCode } from '../codes/table.js';
import { warningGrades } from '../codes/warning-grades.js';
import { warningSignals } from '../codes/warning-signals.js';
import { nationalThresholds, type Thresholds } from '../codes/warning-thresholds.js';
import { asJson, sameJson } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Device } from '../model/device.js';
import { digest } from '../model/digest.js';
import { entityId, type EntityId } from '../model/id.js';
import type { Observation } from '../model/observation.js';
import type { Report } from '../model/report.js';
import { factOf, type Fact } from '../resilience/fact.js';
import type { Analyst } from '../view/analyst.js';
import type { Reader, Row } from '../view/view.js';
import { clearsOf, holdLimits, type HeldLimits } from '../warning/held-limits.js';
import { familyOf, keyOf, reachedBy, type ReachedLimit } from '../warning/limits.js';
import { isDismissed, isOver } from './open-report.js';

const BY = 'limit-watch@2';

/** What a report of ours says of the number that was reached, under this name in its `extra`. */
const EXTRA = 'yingji:limit';

/** What the analyst remembers of one quantity of one device: what good readings have reached and not left. */
interface Remembered extends HeldLimits {
  readonly device: EntityId;
  readonly quantity: string;
}

/**
 * How long readings must have been back inside before a number counts as left where its limit states no `clear`, in seconds. Of our
 * own and unverified: no rule of practice was found that gives one.
 */
const LEFT_AFTER_S = 1800;

/**
 * 超限: the latest good reading of each device against the device's own limits, and against the numbers at which a signal is due.
 * A number newly reached becomes a report of channel `device`, the worst of its family alone, and none while one for the same
 * number is open. It is no warning: that is an authority's word. A reading back inside ends nothing; alarms never time out. Readings
 * that flutter about a number tell it once (`holdLimits`), and the first to reach it tells it at once.
 * `thresholds`: those of the city, as `overrideThresholds` gives them. Default: the national ones of rainstorm alone, since a
 * thermometer may hang in a cabinet. `leftAfterS`: how long readings must have been back inside where a limit states no `clear`;
 * default 1800 s, a convention of ours. Pure; the memory is entities of kind `memory`.
 */
export function defineLimitWatch({
  thresholds = { rainstorm: nationalThresholds.rainstorm! },
  leftAfterS = LEFT_AFTER_S,
}: { readonly thresholds?: Thresholds; readonly leftAfterS?: number } = {}): Analyst {
  return {
    id: 'limit-watch',
    version: 2,
    watches: [{ kind: 'observation', where: [{ field: 'quality', op: 'eq', value: 'good' }] }],
    step: ([delta], { view }) => ({
      drafts: (delta?.put ?? []).flatMap((row) => judge(row, view, { thresholds, leftAfterS })),
    }),
  };
}

function judge(
  reading: Row,
  view: Reader,
  { thresholds, leftAfterS }: { readonly thresholds: Thresholds; readonly leftAfterS: number },
): Draft[] {
  const value = reading.value as unknown as Observation;
  if (typeof value.value !== 'number') return [];
  const device = factOf<Device>(view.get(value.device), 'device');
  const reached = device && reachedBy(device.value, value, thresholds);
  if (!reached) return [];
  const id = entityId('memory', 'city', digest(`${BY} ${device.id} ${value.quantity} ${reading.exercise ?? ''}`));
  const before = view.get(id)?.value as Remembered | undefined;
  const { held, anew, again } = holdLimits(
    before,
    { value: value.value, at: reading.at, reached: reached.map(keyOf) },
    { leftAfterS, clearOf: clearsOf(device.value, value) },
  );
  const memory: Remembered = { device: device.id, quantity: value.quantity, ...held };
  if (sameJson(asJson(before ?? { ...memory, reached: [] }), asJson(memory))) return [];
  return [
    ...worst(reached)
      .filter((each) => {
        const key = keyOf(each);
        const last = lastTold(each, { device, reading, view });
        // Whoever closed the incident did not know that it comes back; whoever rejected the report, that it flutters.
        if (again.includes(key)) return last !== undefined && !isDismissed(last) && isOver(last, view);
        return anew.includes(key) && (last === undefined || isDismissed(last) || isOver(last, view));
      })
      .map((each) => tell(each, device, reading)),
    draft('memory', id, memory, reading),
  ];
}

/** The first of each family. */
const worst = (reached: readonly ReachedLimit[]): ReachedLimit[] =>
  reached.filter((each, i) => reached.findIndex((other) => familyOf(other) === familyOf(each)) === i);

/** The latest report of the same number: while it is open, a level that goes up and down around it is told once. */
function lastTold(
  reached: ReachedLimit,
  { device, reading, view }: { readonly device: Fact<Device>; readonly reading: Row; readonly view: Reader },
): Row | undefined {
  return view
    .referring(device.id)
    .filter(
      (row) =>
        row.kind === 'report' &&
        row.by === BY &&
        row.exercise === reading.exercise &&
        limitOf(row)?.quantity === reading.value['quantity'] &&
        limitOf(row)?.key === keyOf(reached),
    )
    .reduce<Row | undefined>((last, row) => (last && last.position > row.position ? last : row), undefined);
}

type Limit = { readonly quantity: string; readonly key: string };
const limitOf = ({ value }: Row): Limit | undefined =>
  (value as unknown as Report).extra?.[EXTRA] as unknown as Limit | undefined;

function tell(reached: ReachedLimit, device: Fact<Device>, reading: Row): Draft {
  const { device: of, quantity, value, unit: code = '', verticalDatum } = reading.value as unknown as Observation;
  const name = isCode(quantities, quantity) ? quantities.rows[quantity].zh : quantity;
  const unit = Object.hasOwn(UNITS, code) ? UNITS[code] : code;
  const datum = verticalDatum === undefined ? '' : `（${verticalDatum}）`;
  const report: Report = {
    channel: 'device',
    ...('signal' in reached ? { eventType: warningSignals.rows[reached.signal].eventType } : {}),
    title: `${device.value.name ?? device.value.native} ${name} ${String(value)} ${unit}${datum}，${words(reached)} ${reached.value} ${unit}`,
    occurredAt: reading.at,
    device: of,
    extra: { [EXTRA]: { quantity, key: keyOf(reached), value: reached.value } },
  };
  return draft('report', entityId('report', 'city', digest(`${BY} ${reading.id} ${keyOf(reached)}`)), report, reading);
}

/** UCUM codes that nobody here reads as units; of the others the code is the sign. */
const UNITS: { readonly [code: string]: string } = { Cel: '℃', '{Beaufort}': '级' };

/** 设防 警戒 紧急 保证水位, by the names that `limits` of a device gives them; another name stands as it is. */
const STAGES: { readonly [name: string]: string } = {
  guard: '设防',
  warning: '警戒',
  urgent: '紧急',
  guaranteed: '保证',
};

function words(reached: ReachedLimit): string {
  if ('signal' in reached)
    return `达${warningSignals.rows[reached.signal].zh}${warningGrades.rows[reached.colour].zh}预警信号标准`;
  const name = Object.hasOwn(STAGES, reached.name) ? STAGES[reached.name] : reached.name;
  return `${reached.side === 'above' ? '超' : '低于'}${name}`;
}

function draft(kind: string, id: EntityId, value: object, { at, id: reading, exercise }: Row): Draft {
  const made: Draft = {
    v: 1,
    kind,
    id,
    at,
    basis: 'derived',
    by: BY,
    cause: [reading],
    body: { value: asJson(value) },
  };
  return exercise === undefined ? made : { ...made, exercise };
}
