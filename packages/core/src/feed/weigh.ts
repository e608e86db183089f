import { checkObservation } from '../codes/check-observation.js';
import { quantities } from '../codes/quantities.js';
import type { Quantity } from '../codes/quantity.js';
import { issue, type Issue } from '../error.js';
import { asJson, type JsonObject } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Device } from '../model/device.js';
import type { Observation } from '../model/observation.js';
import type { Reader } from '../view/view.js';

interface Weighed {
  /** The same object where nothing is amiss. */
  readonly draft: Draft;
  readonly issues: readonly Issue[];
}

const NONE: readonly Issue[] = [];

/** A reading whose value is no finite number, as the fault it is: its schema would refuse it, and the device was heard. */
export function asFault(draft: Draft): Weighed {
  const value = draft.kind === 'observation' ? membersOf(draft) : undefined;
  const number = value?.['value'];
  if (typeof number !== 'number' || Number.isFinite(number)) return { draft, issues: NONE };
  return {
    draft: { ...draft, body: { value: { ...value, value: null, quality: 'fault' } } },
    issues: [
      issue('no-number', `${draft.id}: the value is no finite number; kept as a fault. Look at the device.`, {
        path: '/body/value/value',
        level: 'warning',
      }),
    ],
  };
}

function membersOf({ body }: Draft): JsonObject | undefined {
  const value = typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The words by which each quantity tells a state. */
const WORDS: ReadonlyMap<string, readonly string[] | undefined> = new Map(
  Object.entries<Quantity>(quantities.rows).map(([quantity, { states }]) => [quantity, states]),
);

/** Words of the vocabulary, as most of what comes is: nothing can be said against them, whatever is registered of their device. */
function areKnown({ quantity, value }: Observation): boolean {
  const words = Array.isArray(value) ? WORDS.get(quantity) : undefined;
  return words !== undefined && (value as readonly string[]).every((word) => words.includes(word));
}

/**
 * Weighs a reading that its schema allows against the vocabulary and against what is registered of its device: see
 * {@link checkObservation}. A level without a vertical datum takes that of its gauge, so that the reading says it by itself.
 * All is kept: what is doubtful is marked and told.
 */
export function weighReading(draft: Draft, view: Pick<Reader, 'get'>): Weighed {
  if (draft.kind !== 'observation' || 'removed' in draft.body) return { draft, issues: NONE };
  const given = draft.body.value as unknown as Observation;
  if (areKnown(given)) return { draft, issues: NONE };
  const device = view.get(given.device)?.value as Device | undefined;
  const range = device?.quantities?.find(({ quantity, unit }) => quantity === given.quantity && unit === given.unit);
  const { observation, issues } = checkObservation(given, {
    ...(device?.verticalDatum === undefined ? {} : { verticalDatum: device.verticalDatum }),
    ...(range && { range }),
  });
  return {
    draft: observation === given ? draft : { ...draft, body: { value: asJson(observation) } },
    issues: issues.map((each) => ({
      ...each,
      path: `/body/value${each.path}`,
      message: `${draft.id}: ${each.message}`,
    })),
  };
}
