import { createHmac } from 'node:crypto';
import { canonical, type Instant, type JsonObject } from '@yingji/core';

/** What is written down of one act. No name, no number of a person, no address; of typed text the purpose alone, numbers masked. */
export interface Act {
  /** Id of the actor; absent where nobody was known. */
  readonly who?: string;
  /** `command:<name>`, `secret:<name>`, `view-past`, `replay-past`, `credential`, `stream`, `start`, `held-back`, `chain-broken`. */
  readonly what: string;
  /** Joins with the log: a digest of the Command's id; what a secret was of, `<entity>#<field>`; the position that was looked at, and for a replay to which. */
  readonly of?: string;
  /** Why: for acts that need a purpose. */
  readonly purpose?: string;
  readonly outcome: 'done' | 'refused' | 'failed' | 'noted';
  /** What a refusal or failure is called. */
  readonly code?: string;
  /** Keyed pseudonym of the address: the same for the same one, and nobody without the key can tell which. */
  readonly from?: string;
  /** How many were held back; of an erasure that is done, how many secrets went. */
  readonly count?: number;
  /** Of an erasure that is done: how many texts lost the number that they named. */
  readonly texts?: number;
}

/** One line of the audit log: its number, when, the act, and the seal over all that and over the seal before. */
export interface AuditLine extends Act {
  readonly v: 1;
  readonly n: number;
  readonly at: Instant;
  readonly seal: string;
}

/** Where a chain stands: how many lines, and the seal of the last. Zero lines have an empty seal. */
export interface Anchor {
  readonly n: number;
  readonly seal: string;
}

export const START: Anchor = { n: 0, seal: '' };

/** The next line after `before`, sealed with the key. */
export function sealLine(
  act: Act,
  options: { readonly before: Anchor; readonly at: Instant; readonly key: Buffer },
): AuditLine {
  const { before, at, key } = options;
  const open = { ...act, v: 1 as const, n: before.n + 1, at };
  return { ...open, seal: sealOf(open, before.seal, key) };
}

export function sealOf(open: object, before: string, key: Buffer): string {
  return createHmac('sha256', key)
    .update(`${before}\n${canonical(open as JsonObject)}`)
    .digest('hex');
}

/** Over the anchor itself, so that one that was made up is told from one that is merely old. */
export const sealAnchor = ({ n, seal }: Anchor, key: Buffer): string =>
  createHmac('sha256', key).update(`anchor\n${n}\n${seal}`).digest('hex');

export const pseudonymOf = (address: string, key: Buffer): string =>
  createHmac('sha256', key).update(`address\n${address}`).digest('hex').slice(0, 12);
