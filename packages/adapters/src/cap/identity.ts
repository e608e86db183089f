import { entityId, type EntityId, type Instant } from '@yingji/core';
import { utcSecond } from './cap-time.js';

/** What names a CAP message: OASIS CAP 1.2 §3.2.1, "the identifier, sender and sent elements uniquely identify a message". */
export interface CapIdentity {
  readonly sender?: string | undefined;
  readonly identifier?: string | undefined;
  readonly sent?: Instant | undefined;
  readonly sentText?: string | undefined;
}

/** A surrogate without its other half could not be written into an id. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * `sender,identifier,sent`, the time in UTC to the second, so that a message and every reference to it say the same whatever
 * offset each writes. A time that cannot be read stays as written; a missing part is empty.
 */
export function identityOf({ sender = '', identifier = '', sent, sentText = '' }: CapIdentity): string {
  return `${sender},${identifier},${sent === undefined ? sentText : utcSecond(sent)}`.replace(LONE_SURROGATE, '\ufffd');
}

export function warningId(source: string, identity: string): EntityId {
  return entityId('warning', source, identity);
}
