import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import { digest } from '../model/digest.js';
import { entityId, parseId, type EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import type { Row } from '../view/view.js';

/** Who says it by which Command, when, and in which drill. */
export interface Saying {
  readonly command: { readonly id: string; readonly actor: string; readonly seed: string };
  readonly at: Instant;
  readonly exercise?: string | undefined;
}

/**
 * An id for what a Command makes: sent again it makes the same, anything else makes another. Nobody can choose a Command that makes what
 * stands already, and so write over it.
 */
export function madeBy(kind: string, { seed }: Pick<Saying['command'], 'seed'>, part = ''): EntityId {
  return entityId(kind, 'city', digest(JSON.stringify([seed, part])));
}

/** When a person gave it: never before that was known which it is about, however long it says that it waited. */
export const givenAt = ({ at }: { readonly at: Instant }, about: Pick<Row, 'recordedAt'>): Instant =>
  millis(at) < millis(about.recordedAt) ? about.recordedAt : at;

/** The draft of what a person states through a Command. */
export function cityFact(id: EntityId, value: object, { command, at, exercise }: Saying): Draft {
  return {
    v: 1,
    kind: parseId(id)!.kind,
    id,
    at,
    basis: 'stated',
    by: command.actor,
    cause: { command: command.id },
    body: { value: asJson(value) },
    ...(exercise === undefined ? {} : { exercise }),
  };
}
