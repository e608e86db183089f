import type { EntityId } from '@yingji/core';
import { distance } from '@yingji/core/space';
import { isPoint, type Item, type LonLat } from '../alert-map/item.js';
import type { Thing } from '../map-layers/thing.js';
import type { Holds } from './figure.js';
import type { Project } from './ground.js';

/** Things of one sort: 医疗点, 视频, 风险源. */
export interface Sort {
  readonly sort: Pick<Thing, 'layer' | 'word'>;
  readonly n: number;
  /** How many of them come from a source that has fallen silent. */
  readonly silent: number;
  /** The one nearest to where the reader measures from, in metres. */
  readonly nearest: { readonly title: string; readonly m: number } | undefined;
}

/** What a figure on the map holds. */
export interface Within {
  /** Alarms and incidents that have not ended, drills apart. */
  readonly open: readonly Item[];
  readonly drills: number;
  /** Things of the layers that are on, in their order. */
  readonly sorts: readonly Sort[];
  /** Alarms and incidents of which nobody said where: in no figure. */
  readonly unplaced: number;
  /** Likewise of the layers; also what is drawn in the middle of the place it belongs to. */
  readonly unplacedThings: number;
}

/** Risks are one sort whatever their grade; of the others the chip says what they are. */
const nameOf = ({ layer, word }: Thing): string => (layer === 'risks' ? layer : `${layer} ${word}`);

/** What stands within a figure; an area, as a response has one, stands nowhere, and is not counted. `except` a thing that is measured from. */
export function withinOf(
  holds: Holds,
  {
    items,
    things,
    project,
    from,
    except,
  }: {
    readonly items: readonly Item[];
    readonly things: readonly Thing[];
    readonly project: Project;
    readonly from?: LonLat | undefined;
    readonly except?: EntityId | undefined;
  },
): Within {
  const inside = ({ position }: Pick<Thing, 'position'>): boolean => {
    const spot = position && project(position);
    return spot !== undefined && holds(spot);
  };
  const open = items.filter((item) => isPoint(item) && item.ended === undefined);
  const inArea = open.filter(inside);
  const found = things.filter((thing) => !thing.placed && thing.id !== except && inside(thing));
  const sorts = new Map<string, Thing[]>();
  for (const thing of found) {
    if (thing.exercise) continue;
    const have = sorts.get(nameOf(thing));
    if (have) have.push(thing);
    else sorts.set(nameOf(thing), [thing]);
  }
  return {
    open: inArea.filter(({ exercise }) => !exercise),
    drills: [...inArea, ...found].filter(({ exercise }) => exercise).length,
    sorts: [...sorts.values()].map((all) => ({
      sort: all[0]!,
      n: all.length,
      silent: all.filter(({ stale }) => stale).length,
      nearest: from && nearest(all, from),
    })),
    unplaced: open.filter(({ exercise, position }) => !exercise && !position).length,
    unplacedThings: things.filter(
      ({ layer, exercise, placed, position, area }) =>
        layer !== 'responses' && !exercise && (placed || (!position && !area)),
    ).length,
  };
}

function nearest(things: readonly Thing[], from: LonLat): Sort['nearest'] {
  return things
    .map(({ title, position }) => ({ title, m: distance(...from, ...position!) }))
    .reduce((best, each) => (each.m < best.m ? each : best));
}
