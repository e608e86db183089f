import type { Instant } from '../model/time.js';

/** One act on what is personal, or the attempt at one. It never holds the secret itself. */
export interface AuditEntry {
  readonly at: Instant;
  /** Who asked, as the host knows the actor. */
  readonly actor: string;
  /** Name of the Command, and the id it was sent with. */
  readonly what: string;
  readonly command: string;
  /** An entity id, or a pseudonym. */
  readonly of: string;
  /** Pointer of the field, where one was asked for, e.g. `/caller`. */
  readonly field?: string;
  /** Why, in the words of whoever asked. */
  readonly purpose: string;
  /**
   * granted: given, or about to be done. refused: not allowed. nothing: allowed, and there is nothing. failed: granted, and it did not
   * work. done: granted before, and done now.
   */
  readonly outcome: 'granted' | 'refused' | 'nothing' | 'failed' | 'done';
  /** Of an erasure that is done: how many secrets went. */
  readonly secrets?: number;
  /** And how many texts, told by others too, only lost the number that they named. */
  readonly texts?: number;
}

/** Keeps account of who saw what. */
export interface Audit {
  /** Resolves once the entry is durable. Nothing is given or done before that, and nothing at all when it rejects. */
  write(entry: AuditEntry): Promise<void>;
}
