import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Device } from '../model/device.js';
import { digest } from '../model/digest.js';
import { entityId, type EntityId } from '../model/id.js';
import type { Incident } from '../model/incident.js';
import type { Link } from '../model/link.js';
import type { Report } from '../model/report.js';
import type { Task } from '../model/task.js';
import { millis, toInstant } from '../model/time.js';
import { factOf } from '../resilience/fact.js';
import { zoneAlias } from '../view/alias.js';
import type { Analyst } from '../view/analyst.js';
import type { Reader, Row } from '../view/view.js';
import { isDismissed, isOver } from './open-report.js';

/** Two alarms of one fire compartment this close together are one fire, in milliseconds. */
const TOGETHER_MS = 60_000;
/** How long somebody has to look at a single alarm. */
const CHECK_MS = 3 * 60_000;
const BY = 'fire-zone@1';
/** Beginnings of the event types that are a fire: 火灾, of hazardous chemicals, of a vehicle, and accidents of whatever kind. */
const FIRES = ['12G', '12D03', '12H04', '12000'];

/**
 * Fire alarms of detectors: two different detectors of one compartment within 60 s confirm an incident; a single alarm
 * asks for a look on the spot. So does what else calls for the fire brigade, as gas that leaks: that confirms no fire, whatever
 * stands beside it. It never lowers, closes or rejects anything.
 */
export const fireZone: Analyst = {
  id: 'fire-zone',
  version: 1,
  watches: [{ kind: 'report', where: [{ field: 'channel', op: 'eq', value: 'device' }] }],
  step([delta], { view }) {
    const drafts: Draft[] = [];
    const told = new Set<EntityId>();
    for (const alarm of (delta?.put ?? []).filter(isOpen)) {
      if (told.has(alarm.id) || isAttached(alarm)) continue;
      const together = isFire(alarm) ? cluster(alarm, view) : [alarm];
      if (new Set(together.map(({ value }) => value['device'])).size < 2) drafts.push(...check(alarm, view));
      else {
        drafts.push(...confirm(together, view));
        for (const { id } of together) told.add(id);
      }
    }
    return { drafts };
  },
};

const isOpen = (row: Row): boolean =>
  ((row.value as unknown as Report).needs ?? []).includes('fire') && !isDismissed(row);
/** An alarm that says no type may be any of those. */
const isFire = ({ value: { eventType } }: Row): boolean =>
  typeof eventType !== 'string' || FIRES.some((type) => eventType.startsWith(type));
const isLeak = ({ value: { eventType } }: Row): boolean => eventType === '12D02';
const isAttached = ({ derived }: Row): boolean => typeof derived['incident'] === 'string';

/** All alarms of the same compartment that hang together with this one in steps of at most 60 s, the earliest first. */
function cluster(alarm: Row, view: Reader): Row[] {
  const device = view.get(alarm.value['device'] as EntityId);
  const zone = device?.value['zone'];
  if (!device || typeof zone !== 'string') return [alarm];
  const near = view
    .known(zoneAlias({ source: device.source, place: device.value['place'], zone }))
    .flatMap(({ id }) => view.referring(id))
    .filter(
      (row) =>
        row.kind === 'report' && isOpen(row) && isFire(row) && row.exercise === alarm.exercise && !isOver(row, view),
    )
    .sort((a, b) => millis(a.at) - millis(b.at) || (a.id < b.id ? -1 : 1));
  const self = near.findIndex(({ id }) => id === alarm.id);
  if (self < 0) return [alarm];
  const apart = (i: number): boolean => millis(near[i + 1]!.at) - millis(near[i]!.at) > TOGETHER_MS;
  let [from, to] = [self, self];
  while (from > 0 && !apart(from - 1)) from -= 1;
  while (to < near.length - 1 && !apart(to)) to += 1;
  return near.slice(from, to + 1);
}

function confirm(together: readonly Row[], view: Reader): Draft[] {
  const first = together[0]!;
  const known = together.find(isAttached)?.derived['incident'] as EntityId | undefined;
  const incident = known ?? entityId('incident', 'city', digest(`${BY} ${first.id}`));
  const drafts: Draft[] = [];
  const second = together.find(({ value }) => value['device'] !== first.value['device'])!;
  if (!view.get(incident))
    drafts.push(draft({ kind: 'incident', id: incident, value: incidentOf(first, view), of: second, cause: together }));
  for (const report of together) {
    if (isAttached(report)) continue;
    const value: Link = { from: report.id, to: incident, role: 'tells', score: 1, reasons: ['same-zone-60s'] };
    const id = entityId('link', 'city', digest(`${BY} ${report.id} ${incident}`));
    drafts.push(draft({ kind: 'link', id, value, of: report, cause: [report] }));
  }
  return drafts;
}

function incidentOf(first: Row, view: Reader): Incident {
  const device = factOf<Device>(view.get(first.value['device'] as EntityId), 'device');
  const where = [first.derived['placeName'], device?.value.zone].filter((part) => typeof part === 'string').join(' ');
  const place = device?.value.place;
  return {
    state: 'confirmed',
    eventType: '12G00',
    title: `${where === '' ? '' : `${where} `}火警，同区两只以上探测器`,
    ...(place === undefined ? {} : { place }),
    ...(typeof first.value['address'] === 'string' ? { address: first.value['address'] } : {}),
  };
}

/** Asks for a look, once: what people have made of the task since is theirs. */
function check(alarm: Row, view: Reader): Draft[] {
  const id = entityId('task', 'city', digest(`${BY} check ${alarm.id}`));
  if (view.get(id)) return [];
  const value: Task = {
    sort: 'order',
    state: 'issued',
    title: isFire(alarm) ? '现场核实单点火警' : `现场核实${isLeak(alarm) ? '可燃气体' : '设备'}报警`,
    about: [alarm.id],
    due: toInstant(millis(alarm.at) + CHECK_MS),
  };
  return [draft({ kind: 'task', id, value, of: alarm, cause: [alarm] })];
}

function draft(options: { kind: string; id: EntityId; value: object; of: Row; cause: readonly Row[] }): Draft {
  const { kind, id, value, of, cause } = options;
  const made: Draft = {
    v: 1,
    kind,
    id,
    at: of.at,
    basis: 'derived',
    by: BY,
    cause: cause.map((row) => row.id),
    body: { value: asJson(value) },
  };
  return of.exercise === undefined ? made : { ...made, exercise: of.exercise };
}
