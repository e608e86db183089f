import type { Change } from '../model/change.js';
import type { Device } from '../model/device.js';
import type { EntityId } from '../model/id.js';
import { LONGEST_BEAT_S, SHORTEST_BEAT_S, isMeasured, observation } from '../model/observation.js';
import { slotOf, valueOf } from '../model/slot.js';
import { millis } from '../model/time.js';
import type { Stamp } from '../ports/store.js';
import type { Reader } from '../view/view.js';

/** Of how many readings the instants are remembered, and of how many before their beat is believed. */
const REMEMBERED = 9;
const ENOUGH = 4;

/** How many of the spacings must lie within two beats: else it is told when something happens, and has none. */
const STEADY = 0.75;

/**
 * The instants of the latest readings of one quantity, in milliseconds and in order, with one more. By when they were true, each
 * once, the nine latest: the same readings leave the same instants, in whatever order they come and however often; what is
 * filled in later counts where it belongs, and what is older than all of them not at all.
 */
export function hearing(known: readonly number[], at: number): readonly number[] {
  if (known.includes(at) || (known.length === REMEMBERED && at < known[0]!)) return known;
  return [...known, at].sort((a, b) => a - b).slice(-REMEMBERED);
}

/**
 * How often a quantity is told, in seconds: the middle one of the spacings of its latest readings, which one outage or one
 * burst does not move. `undefined` before four readings, and of what has no beat.
 */
export function beatOf(known: readonly number[]): number | undefined {
  if (known.length < ENOUGH) return undefined;
  const spacings = known.slice(1).map((at, i) => at - known[i]!);
  const middle = [...spacings].sort((a, b) => a - b)[spacings.length >> 1]!;
  const beat = Math.min(LONGEST_BEAT_S, Math.max(SHORTEST_BEAT_S, middle / 1000));
  const within = spacings.filter((spacing) => spacing <= 2 * middle || spacing <= 2 * beat * 1000).length;
  return within >= STEADY * spacings.length ? beat : undefined;
}

/**
 * Readings of devices whose beat is to be learned, with the beat that is known by now: it is stated on them, so that the same
 * log gives the same freshness on every machine, after every restart and in every picture of the past. What was heard goes with
 * the commit that holds the readings. All readings of one message are heard before the beat of any is stated.
 */
export function withBeats(
  changes: readonly Change[],
  { view, counter }: { readonly view: Pick<Reader, 'get'>; readonly counter: (name: string) => Stamp | undefined },
): { readonly changes: readonly Change[]; readonly stamps: ReadonlyMap<string, Stamp> } {
  if (!changes.some((change) => isLearned(change, view))) return { changes, stamps: NONE };
  const heard = new Map<string, readonly number[]>();
  const names = changes.map((change) => {
    if (!isLearned(change, view)) return undefined;
    const name = `beat ${slotOf(observation, change)}`;
    heard.set(name, hearing(heard.get(name) ?? counter(name)?.heard ?? [], millis(change.at)));
    return name;
  });
  return {
    changes: changes.map((change, i) => {
      const everyS = beatOf(heard.get(names[i] ?? '') ?? []);
      return everyS === undefined ? change : { ...change, body: { value: { everyS, ...valueOf(change) } } };
    }),
    stamps: new Map([...heard].map(([name, instants]) => [name, { epoch: 0, last: 0, heard: instants }])),
  };
}

const NONE: ReadonlyMap<string, Stamp> = new Map();

function isLearned(change: Change, view: Pick<Reader, 'get'>): boolean {
  if (change.kind !== 'observation') return false;
  const value = valueOf(change);
  if (!value || !isMeasured(value['value'])) return false;
  const device = view.get(value['device'] as EntityId)?.value as Device | undefined;
  return device?.contract?.by === 'observed';
}
