import type { Role } from './roles.js';
import type { Tier } from './tier.js';

/** Who may, and which tier they need where it is done. */
export interface Grant {
  readonly roles: readonly Role[];
  readonly tier: Tier;
  /** Members that name what must lie wholly within reach: what goes on elsewhere as well is for whoever answers for all of it to end. */
  readonly whole?: readonly string[];
}

/**
 * Who may send a Command, as data. A role counts with its own reach: divisions and organizations of the scope, and for a unit
 * the organizations alone. What everybody may see, a place or a facility, is not everybody's to decide about.
 */
export interface CommandRule extends Grant {
  /** Members of the input that name what it is done to; `people[]` is a list of such things. One at least is named, and all that are must be within reach. */
  readonly of: readonly string[];
  /** Wherever the actor sees it: what is said is about the actor, and changes nothing of what it names. */
  readonly seen?: true;
  /** It is done to no one thing: only who has the whole city may. */
  readonly city?: true;
  /** A member that names what it is done for: whoever is called to that incident at the tier may, wherever it is done. */
  readonly calledTo?: string;
  /** The person whose shift the first member of `of` names: their roles may be others, and their tier is that of the role. */
  readonly self?: Grant;
  /** It may wait on the device where it was given while the host is out of reach; absent: it is sent at once or not at all. */
  readonly waits?: Waits;
  /** Where it depends on what is to be done: for values of a member of the input, others than said above. */
  readonly when?: { readonly member: string; readonly is: { readonly [value: string]: Grant } };
}

/** How long a Command may wait, and with which members of its input: none that a person typed, for it lies on that device unsealed. */
export interface Waits {
  readonly ms: number;
  readonly members: readonly string[];
}

/** What a rule asks for, in words. */
export function needsOf({ roles, tier, city, whole }: Grant & Pick<CommandRule, 'city'>): string {
  const where = city ? 'of the whole city' : whole ? 'of all of where it is' : 'there';
  return `it needs ${tier} ${where}, as ${roles.join(' or ')}; ask somebody who has that`;
}
