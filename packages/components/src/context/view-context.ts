import { createContext } from '@lit/context';
import type { View } from '@yingji/core';
import { WIRE_VERSIONS } from '@yingji/core/wire';
import type { Beside } from './beside.js';
import type { Claims } from './claims.js';
import type { OpenPast } from './past.js';

/** What a provider hands to the elements inside it. */
export interface Source {
  readonly view: View;
  /** Decides which of several elements speaks when all of them see the same. */
  readonly claims: Claims;
  /** The elements that show it, so that each says that it shows no past while another does. */
  readonly beside?: Beside;
  /** Connects anew at once, where the provider made the connection. */
  readonly retry?: () => void;
  /** Opens the past of this picture, where the provider knows a way. */
  readonly past?: OpenPast;
}

/** The major version of the wire that this copy of the library speaks. */
export const WIRE: number = WIRE_VERSIONS[0]!;

/**
 * The key carries the major version of the wire, so that two versions of this library on one page never hand each other
 * a View; two copies of one version do.
 */
export const viewContext = createContext<Source | undefined>(`yingji:view:${WIRE}`);
