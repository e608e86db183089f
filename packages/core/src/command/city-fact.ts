import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import { digest } from '../model/digest.js';
import { entityId, parseId, type EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';

/** Who says it by which Command, when, and in which drill. */
export interface Saying {
  readonly command: { readonly id: string; readonly actor: string };
  readonly at: Instant;
  readonly exercise?: string | undefined;
}

/** An id for what a Command makes: sent again by the same person it makes the same, another person's makes another. */
export function madeBy(kind: string, { id, actor }: Saying['command'], part = ''): EntityId {
  return entityId(kind, 'city', digest(JSON.stringify([actor, id, part])));
}

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
