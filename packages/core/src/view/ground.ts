import type { EntityId } from '../model/id.js';
import type { RiskSource } from '../model/risk-source.js';
import { shareOf, type Reach } from './ground-share.js';
import { groundOf, standsIn, type StandsIn } from './stands-in.js';
import type { Reader, Row } from './view.js';
import type { Watch } from './watcher.js';

/** What a survey looks at. */
export type Surveyed = Pick<Reader, 'get' | 'find' | 'referring'>;

/** In which places a place lies, as it was said before and is said now. */
export interface Lies {
  readonly before: readonly unknown[];
  readonly now: readonly unknown[];
}

export interface GroundOptions {
  readonly view: Surveyed;
  readonly watch: (device: EntityId) => Watch;
  readonly risks: () => Iterable<Row>;
}

type Linked = readonly Watch[] | 'elsewhere';

/** A place as an all-clear asks about it. What lies in it is looked up some at a time, and goes with what is told of afterwards. */
export class Ground {
  /** It, and all that lie in it. */
  readonly places = new Set<EntityId>();
  /** Real devices that stand in one of these, by id. */
  readonly devices = new Map<EntityId, Watch>();
  private readonly root: EntityId;
  private readonly options: GroundOptions;
  /** Places of which nobody looked yet what they hold. */
  private readonly left: EntityId[] = [];
  private standing: StandsIn | undefined;
  /** By row: a risk source that is another one is asked again. */
  private linkedTo = new WeakMap<Row, Linked>();
  private last:
    { readonly reaching: readonly Reach[]; readonly of: unknown; readonly share: number | undefined } | undefined;

  constructor(root: EntityId, options: GroundOptions) {
    this.root = root;
    this.options = options;
    this.reach(root);
  }

  /** Looks into more places, until it has met so many rows; whether that were all. */
  step(most: number): boolean {
    for (let met = 0; met < most;) {
      const id = this.left.pop();
      if (id === undefined) return true;
      const rows = this.options.view.referring(id);
      for (const row of rows) this.meet(row, id);
      met += 1 + rows.length;
    }
    return this.left.length === 0;
  }

  /** A device stands in another place than before; undefined: in none. */
  moved(device: EntityId, place: unknown): void {
    if (this.places.has(place as EntityId)) this.devices.set(device, this.options.watch(device));
    else this.devices.delete(device);
  }

  /** A place says another thing of itself, or is gone. */
  placed(id: EntityId, { before, now }: Lies): void {
    this.unsettle();
    const around = (place: unknown): boolean => this.places.has(place as EntityId);
    // What has left by one way may still lie in it by another: that only a new look tells.
    if (around(id) && before.some((place) => around(place) && !now.includes(place))) {
      this.places.clear();
      this.devices.clear();
      this.left.length = 0;
      this.reach(this.root);
    } else if (now.some(around)) this.reach(id);
  }

  /** What was said of places, or of who is linked to what, may be another thing now. */
  unsettle(): void {
    this.standing = undefined;
    this.linkedTo = new WeakMap();
  }

  /** As {@link StandsIn} tells. */
  isHere(row: Row): boolean | undefined {
    return this.where.isHere(row);
  }

  /** Real risk sources that say of themselves that they stand there, each by the devices that are linked to it. */
  hazards(): readonly (readonly Watch[])[] {
    return Array.from(this.options.risks(), (row) => this.devicesOf(row)).filter((each) => each !== 'elsewhere');
  }

  /** How much of it is reached; see `shareOf`. */
  share(reaching: readonly Reach[]): number | undefined {
    const here = this.options.view.get(this.root);
    const of = here?.value['boundary'];
    const { last } = this;
    const same =
      last?.of === of &&
      last?.reaching.length === reaching.length &&
      reaching.every((each, i) => each === last.reaching[i]);
    if (!same) this.last = { reaching, of, share: shareOf(groundOf(here), reaching) };
    return this.last!.share;
  }

  private get where(): StandsIn {
    return (this.standing ??= standsIn(this.options.view, this.root, this.places));
  }

  private reach(id: EntityId): void {
    if (this.places.has(id)) return;
    this.places.add(id);
    this.left.push(id);
  }

  private meet(row: Row, within: EntityId): void {
    if (row.kind === 'place') {
      if (parentsOf(row).includes(within)) this.reach(row.id);
    } else if (row.kind === 'device' && row.exercise === undefined && row.value['place'] === within)
      this.devices.set(row.id, this.options.watch(row.id));
  }

  private devicesOf(row: Row): Linked {
    let found = this.linkedTo.get(row);
    if (!found) {
      const { devices = [] } = row.value as unknown as RiskSource;
      found = row.exercise === undefined && this.where.surely(row) ? devices.map(this.options.watch) : 'elsewhere';
      this.linkedTo.set(row, found);
    }
    return found;
  }
}

/** The places that a place says it lies in. */
export const parentsOf = ({ value }: Row): readonly unknown[] =>
  (value['parents'] as readonly unknown[] | undefined) ?? [];
