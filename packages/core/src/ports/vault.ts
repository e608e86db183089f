/** Keeps personal data apart from the log. Rows enter only through a Store commit. */
export interface Vault {
  /** The plain value, for an audited reveal; `undefined` when erased. */
  reveal(key: string): Promise<string | undefined>;
  /** Deletes rows for good; the log stays valid. Gives how many there were. */
  erase(keys: readonly string[]): Promise<number>;
  /** Keyed hash of a value in one field: equal texts join, and nobody without the key can guess them. */
  pseudonym(field: string, text: string): string;
  /** Encrypts raw bytes for quarantine. */
  seal(bytes: Uint8Array): Uint8Array;
  unseal(sealed: Uint8Array): Uint8Array;
}
