import type { EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import { isFaulty } from './fault.js';
import { Ground, type Lies, type Surveyed } from './ground.js';
import { linked } from './stands-in.js';
import type { Row } from './view.js';
import { Watch } from './watcher.js';

/**
 * What questions about places share: looked up when the first asks, and once for all who ask about one picture. What has changed
 * since is to be let go of, or a later picture needs another survey.
 */
export interface Survey {
  /** Real alarms, incidents and warnings that are not over. */
  running(): readonly Row[];
  ground(place: EntityId): Ground;
  /** Whether a place holds so little that all of it is looked at in one step. */
  isSmall(place: EntityId): boolean;
  /**
   * Looks at what a question about a place rests on, some of it at each step. What changes meanwhile is told by the members below; whatever
   * was not looked at again by the end, whoever asks looks at.
   */
  ahead(place: EntityId): Iterator<void>;
  /** A real device stands in another place than before; undefined: in none. */
  moved(device: EntityId, place: unknown): void;
  /** A place says another thing of itself, or is gone. */
  placed(place: EntityId, lies: Lies): void;
  /** Lets go of what a device said, or only of its readings; of one that is gone altogether. */
  forget(device: EntityId, what: 'all' | 'readings' | 'gone'): void;
  /** Lets go of what is running. */
  forgetRunning(): void;
}

/** Rows of a kind that may be in question, those that are over or of a drill among them or not. */
type Among = (kind: 'report' | 'incident' | 'warning' | 'risk-source') => Iterable<Row>;

/** So many rows are looked at in one step: one takes some microseconds. */
const SOME = 512;
/** In so many steps all is looked at, unless places go on being moved meanwhile; then the rest is looked at by whoever asks. */
const STEPS_MOST = 2000;

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
  function groundAt(place: EntityId): Ground {
    let found = grounds.get(place);
    if (!found) grounds.set(place, (found = new Ground(place, { view, watch, risks: () => among('risk-source') })));
    return found;
  }
  const allRunning = (): readonly Row[] => (running ??= openAmong(view, among));

  return {
    running: allRunning,
    ground(place) {
      const found = groundAt(place);
      found.step(Infinity);
      return found;
    },
    isSmall(place) {
      const ground = groundAt(place);
      return ground.step(SOME) && ground.devices.size <= SOME;
    },
    *ahead(place) {
      const ground = groundAt(place);
      for (let steps = 0; steps < STEPS_MOST && !ground.step(SOME); steps += 1) yield;
      let looks = 0;
      for (const watch of ground.devices.values()) {
        watch.look();
        if ((looks += 1) % SOME === 0) yield;
      }
      yield;
      allRunning();
      yield;
      ground.hazards();
    },
    moved(device, place) {
      for (const ground of grounds.values()) ground.moved(device, place);
    },
    placed(place, lies) {
      for (const ground of grounds.values()) ground.placed(place, lies);
    },
    forget(device, what) {
      watches.get(device)?.forget(what === 'readings' ? what : 'all');
      if (what !== 'gone') return;
      // Whoever comes back under its id is looked at anew.
      watches.delete(device);
      for (const ground of grounds.values()) ground.unsettle();
    },
    forgetRunning() {
      running = undefined;
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
