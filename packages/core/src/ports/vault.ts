import type { EntityId } from '../model/id.js';

/** Whose secrets: those of one entity in all its versions, or of everything that one pseudonym joins. */
export type Whose = { readonly entity: EntityId } | { readonly pseudonym: string };

/** What an erasure has taken: keys of secrets, and the entities that show less since. */
export interface Erased {
  /** What the log holds in place of each secret. */
  readonly keys: readonly string[];
  /** Those that show less from now on. */
  readonly entities: readonly EntityId[];
  /** How many of the keys stand for texts that only named an erased number: it is gone from them, and the rest is kept. Absent: none. */
  readonly texts?: number;
  /**
   * Lines of a newer version that name one of the keys in a way that is not known here, that show a pseudonym of it by itself, or that are
   * of one of the entities and show something masked by itself: the secret is gone, but what they may show of it is not. Absent:
   * none. The program that reads them takes that away, when it is asked again.
   */
  readonly unread?: number;
}

/** Keeps personal data apart from the log. Rows enter only through a Store commit. */
export interface Vault {
  /** The plain value, for an audited reveal; `undefined` when erased. */
  reveal(key: string): Promise<string | undefined>;
  /**
   * Deletes rows for good, and with them what the log shows of them: `masked` and `pseudonym` go, the bare reference stays, and
   * so do position, order and everything else. Of a pseudonym that is of a number, the number goes from the texts that name it too,
   * as `namedBy` says. Broken off, it may be asked again.
   */
  erase(whose: Whose): Promise<Erased>;
  /** Whether anybody of these was ever erased; a vault that does not remember has none. */
  wasErased?(whose: readonly Whose[]): Promise<boolean>;
  /** Keyed hash of a value in one field: equal texts join, and nobody without the key can guess them. */
  pseudonym(field: string, text: string): string;
  /** Encrypts raw bytes for quarantine. */
  seal(bytes: Uint8Array): Uint8Array;
  unseal(sealed: Uint8Array): Uint8Array;
}
