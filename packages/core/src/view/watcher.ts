import type { Device } from '../model/device.js';
import type { EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import { deviceState } from '../resilience/risk-state.js';
import { positionOf } from './area.js';
import type { Blind } from './doubt.js';
import type { Reach } from './ground-share.js';
import type { Reader, Row } from './view.js';

/** A real device, as an all-clear asks about it. */
export interface Watcher {
  readonly row: Row;
  readonly place: EntityId | undefined;
  /** One list for all that detect the same. */
  readonly detects: readonly string[];
  /** It says alarm itself. The alarms that reports tell of it are judged as reports: one that is over hides no fault. */
  readonly alarmed: boolean;
  /** It says that it is broken or shielded, and no alarm. */
  readonly faulty: boolean;
  /** Nobody waits for what hung on retired feeds alone, and it vouches for nothing; an alarm of its own goes on. */
  readonly retired: boolean;
  /** Where it stands and how far it reaches; absent where either is not stated. */
  readonly reach: Reach | undefined;
  /** When it was last heard, and the same in milliseconds. */
  readonly since: Instant | undefined;
  readonly sinceMs: number;
}

/** What a row says of itself as a watcher; nothing of what is no device, or one of a drill. */
function watcherOf(row: Row | undefined, lists: Map<string, readonly string[]>): Watcher | undefined {
  if (row?.kind !== 'device' || row.exercise !== undefined) return undefined;
  const { place, detects: own = [], rangeM } = row.value as unknown as Device;
  const key = own.join();
  const detects = lists.get(key) ?? own;
  lists.set(key, detects);
  const state = deviceState({ derived: { states: row.derived['states'] ?? [] }, fresh: row.fresh });
  const position = positionOf(row);
  const { since } = row.fresh;
  return {
    row,
    place,
    detects,
    alarmed: state === 'alarm',
    faulty: state === 'fault',
    retired: row.derived['retired'] === true,
    reach: rangeM === undefined || !position ? undefined : { position, rangeM },
    since,
    sinceMs: since === undefined ? Infinity : millis(since),
  };
}

/** A device of a survey: looked at when somebody asks, and again only once that was forgotten. */
export class Watch {
  readonly id: EntityId;
  private readonly view: Pick<Reader, 'get' | 'referring'>;
  private readonly lists: Map<string, readonly string[]>;
  private state: Watcher | undefined;
  private why: Blind | undefined;
  private reach: Reach | undefined;
  private stated = false;
  private judged = false;

  constructor(id: EntityId, view: Pick<Reader, 'get' | 'referring'>, lists: Map<string, readonly string[]>) {
    this.id = id;
    this.view = view;
    this.lists = lists;
  }

  /** What it says of itself; nothing where it is no device, or one of a drill. */
  get watcher(): Watcher | undefined {
    if (this.stated) return this.state;
    this.stated = true;
    const found = watcherOf(this.view.get(this.id), this.lists);
    // One that reaches as far as before is the same to whoever looks at that alone.
    const reach = sameReach(this.reach, found?.reach) ? this.reach : found?.reach;
    this.reach = reach;
    return (this.state = found && { ...found, reach });
  }

  /** Why it may be blind; of one that is there. */
  get doubt(): Blind | undefined {
    if (this.judged) return this.why;
    this.judged = true;
    return (this.why = this.watcher && blindness(this.view, this.watcher));
  }

  /** Looks at it, so that whoever asks next has no more to look at. */
  look(): void {
    void this.doubt;
  }

  /** What it says is another thing now, or only what its readings say. */
  forget(what: 'all' | 'readings'): void {
    this.judged = false;
    if (what === 'all') this.stated = false;
  }
}

const sameReach = (a: Reach | undefined, b: Reach | undefined): boolean =>
  a?.rangeM === b?.rangeM && a?.position[0] === b?.position[0] && a?.position[1] === b?.position[1];

const silent = (device: EntityId, row: Row | undefined): Blind => {
  const since = row?.fresh.since;
  return { why: 'silent', device, ...(since !== undefined && { since }) };
};

/** Why a device that watches may be blind. */
function blindness(view: Pick<Reader, 'referring'>, { row, faulty }: Watcher): Blind | undefined {
  const { contract, quantities = [] } = row.value as unknown as Device;
  if (contract === undefined) return { why: 'no-contract', device: row.id };
  if (row.fresh.state !== 'live') return silent(row.id, row);
  let bad = faulty;
  let late: Row | undefined;
  const heard = new Set<unknown>();
  for (const reading of view.referring(row.id)) {
    if (reading.kind !== 'observation' || reading.exercise !== undefined) continue;
    heard.add(reading.value['quantity']);
    if (reading.value['quality'] !== 'good') bad = true;
    if (reading.fresh.state !== 'live') late ??= reading;
  }
  if (bad) return { why: 'out-of-order', device: row.id };
  if (late) return silent(row.id, late);
  if (contract.by === 'event') return undefined;
  // Where the beat is to be learned, what is stated in words may never have been said.
  const due = quantities.filter(({ unit }) => contract.by === 'periodic' || unit !== undefined);
  return due.some(({ quantity }) => !heard.has(quantity)) ? silent(row.id, undefined) : undefined;
}
