import type { Role } from '../access/roles.js';
import type { Issue } from '../error.js';
import type { Instant } from '../model/time.js';

/** Who acts. Set by the host from credentials, never read from a request body. */
export interface Actor {
  /** Stands in the log: an account or a service number, never a phone or citizen number. */
  readonly id: string;
  /** The name as others may see it, e.g. `李*`. */
  readonly masked: string;
  readonly roles: readonly Role[];
  /**
   * What this actor's roles reach: division codes or beginnings of them (`450103`), and ids of organizations. Empty: the whole
   * city; a host lets it be so only where that was said, never because a claim was missing.
   */
  readonly scope: readonly string[];
  /** When the credential ends; what is open then is closed. Absent: it ends by being taken back. */
  readonly expiresAt?: Instant;
  /** Names the credential, so that this one alone can be taken back (JWT `jti`). */
  readonly jti?: string;
}

/** Where a request came from: the address of the other end of the socket, not what a header says. */
export interface Peer {
  readonly address: string;
}

/**
 * Turns request headers (lower-case names) into an actor, or says why not. It is asked again every two seconds for each open
 * stream: one that asks somebody else keeps the answer for a while. It rejects when it cannot tell; nobody new comes in then,
 * and whoever is in stays until `expiresAt`.
 */
export interface Authenticator {
  authenticate(headers: { readonly [name: string]: string | undefined }, peer?: Peer): Promise<Actor | Issue>;
}
