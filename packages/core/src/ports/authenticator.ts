import type { Issue } from '../error.js';

/** Who acts. Set by the host from credentials, never read from a request body. */
export interface Actor {
  readonly id: string;
  /** The name as others may see it, e.g. `李*`. */
  readonly masked: string;
  readonly roles: readonly string[];
  /** Division codes this actor may see; empty means the whole city. */
  readonly scope: readonly string[];
}

/** Turns request headers (lower-case names) into an actor, or says why not. */
export interface Authenticator {
  authenticate(headers: { readonly [name: string]: string | undefined }): Promise<Actor | Issue>;
}
