import type { EntityId } from '../model/id.js';
import type { RiskSource } from '../model/risk-source.js';
import { millis, type Instant } from '../model/time.js';
import { isFaulty } from './fault.js';
import { shareOf, type Reach } from './ground-share.js';
import { groundOf, linked, standsIn, type StandsIn } from './stands-in.js';
import type { Reader, Row } from './view.js';
import { Watch } from './watcher.js';

/** What a survey looks at. */
export type Surveyed = Pick<Reader, 'get' | 'find' | 'referring'>;

/** A place as an all-clear asks about it. */
export interface Ground {
  /** It, and all that lie in it. */
  readonly places: ReadonlySet<EntityId>;
  /** Real devices that stand in one of these. */
  readonly devices: readonly Watch[];
  readonly isHere: StandsIn['isHere'];
  /** Real risk sources that say of themselves that they stand there, each by the devices that are linked to it. */
  hazards(): readonly (readonly Watch[])[];
  /** How much of it is reached; see `shareOf`. */
  share(reaching: readonly Reach[]): number | undefined;
}

/**
 * What questions about places share: looked up when the first asks, and once for all who ask about one picture. What has changed
 * since is to be let go of, or a later picture needs another survey.
 */
export interface Survey {
  /** Real alarms, incidents and warnings that are not over. */
  running(): readonly Row[];
  ground(place: EntityId): Ground;
  /** Lets go of what a device said, or only of its readings; of one that is gone altogether. */
  forget(device: EntityId, what: 'all' | 'readings' | 'gone'): void;
  /** Lets go of what is known of places, or of what is running. */
  forgetAll(what: 'grounds' | 'running'): void;
}

/** Rows of a kind that may be in question, those that are over or of a drill among them or not. */
type Among = (kind: 'report' | 'incident' | 'warning' | 'risk-source') => Iterable<Row>;

/** Surveys a picture; `among` gives what stands in it of a kind, where somebody keeps that. */
export function surveyOf(view: Surveyed, among: Among = lookedUpIn(view)): Survey {
  const watches = new Map<EntityId, Watch>();
  const lists = new Map<string, readonly string[]>();
  const grounds = new Map<EntityId, Ground>();
  let running: readonly Row[] | undefined;

  function watch(id: EntityId): Watch {
    let found = watches.get(id);
    if (!found) watches.set(id, (found = new Watch(id, view, lists)));
    return found;
  }

  function ground(place: EntityId): Ground {
    const places = new Set([place]);
    const devices: Watch[] = [];
    for (const id of places)
      for (const row of view.referring(id))
        if (row.kind === 'place') {
          if (((row.value['parents'] as readonly string[] | undefined) ?? []).includes(id)) places.add(row.id);
        } else if (row.kind === 'device' && row.exercise === undefined && row.value['place'] === id)
          devices.push(watch(row.id));
    const { surely, isHere } = standsIn(view, place, places);
    /** By row: a risk source that is another one is asked again. */
    const linkedTo = new WeakMap<Row, readonly Watch[] | 'elsewhere'>();
    function devicesOf(row: Row): readonly Watch[] | 'elsewhere' {
      let found = linkedTo.get(row);
      if (!found) {
        const { devices = [] } = row.value as unknown as RiskSource;
        found = row.exercise === undefined && surely(row) ? devices.map(watch) : 'elsewhere';
        linkedTo.set(row, found);
      }
      return found;
    }
    let last: { readonly reaching: readonly Reach[]; readonly share: number | undefined } | undefined;
    return {
      places,
      devices,
      isHere,
      hazards: () => Array.from(among('risk-source'), devicesOf).filter((each) => each !== 'elsewhere'),
      share(reaching) {
        const same =
          last?.reaching.length === reaching.length && reaching.every((each, i) => each === last!.reaching[i]);
        if (!last || !same) last = { reaching, share: shareOf(groundOf(view.get(place)), reaching) };
        return last.share;
      },
    };
  }

  return {
    running: () => (running ??= openAmong(view, among)),
    ground(place) {
      const known = grounds.get(place) ?? ground(place);
      grounds.set(place, known);
      return known;
    },
    forget(device, what) {
      watches.get(device)?.forget(what === 'readings' ? what : 'all');
      // Whoever comes back under its id stands somewhere anew.
      if (what === 'gone') watches.delete(device);
    },
    forgetAll(what) {
      if (what === 'grounds') grounds.clear();
      else running = undefined;
    },
  };
}

/** Each kind once. */
function lookedUpIn(view: Surveyed): Among {
  const found = new Map<string, readonly Row[]>();
  return (kind) => {
    const rows = found.get(kind) ?? view.find({ kind });
    found.set(kind, rows);
    return rows;
  };
}

const OVER = new Set(['rejected', 'handed-over', 'closed', 'reviewed', 'false-alarm']);

/** Real, and neither over by what it says nor a warning that is not in force. */
export const isRunning = ({ kind, exercise, value, derived }: Row): boolean =>
  exercise === undefined &&
  !OVER.has(String(derived['state'] ?? value['state'])) &&
  (kind !== 'warning' || derived['state'] === 'in-force' || isFaulty({ derived }));

const byTime = (a: Instant, b: Instant): number => millis(a) - millis(b);

/** The incident by which one is over: itself, or the one it goes on as (of several that it would, the first to end, once all have). */
function endOf(view: Surveyed, incident: Row, before: ReadonlySet<EntityId> = new Set()): Row | undefined {
  if (OVER.has(String(incident.derived['state'] ?? incident.value['state']))) return incident;
  const path = new Set([...before, incident.id]);
  const into = linked(view, incident.id, { role: 'same-as', at: 'from' }).map((id) => {
    const row = path.has(id) ? undefined : view.get(id);
    return row?.kind === 'incident' && row.exercise === undefined ? endOf(view, row, path) : undefined;
  });
  if (into.includes(undefined)) return undefined;
  return into.flatMap((row) => row ?? []).sort((a, b) => byTime(a.at, b.at))[0];
}

/** Real alarms, incidents and warnings that are not over, each kind by id. */
function openAmong(view: Surveyed, among: Among): Row[] {
  /** What tells of incidents is over with the last of them, unless it was told after that one was. */
  const isOverWith = (report: Row): boolean => {
    const incidents = linked(view, report.id, { role: 'tells', at: 'from' }).map((id) => view.get(id));
    return (
      incidents.length > 0 &&
      incidents.every((row) => {
        const end = row?.exercise === undefined ? row && endOf(view, row) : undefined;
        return end !== undefined && byTime(report.at, end.at) <= 0;
      })
    );
  };
  const open = (kind: 'report' | 'incident' | 'warning'): Row[] =>
    [...among(kind)].filter(isRunning).sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...open('report').filter((report) => !isOverWith(report)),
    ...open('incident').filter((incident) => !endOf(view, incident)),
    ...open('warning'),
  ];
}
