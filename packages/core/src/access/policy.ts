import { canonical, type JsonObject } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { AccessGroup } from '../model/kind.js';
import { hostOnly } from '../model/kinds.js';
import type { Row } from '../view/view.js';
import { groupOf, sees, type Reach } from './reach.js';
import { mayDecide, type Role } from './roles.js';
import { aroundDivisions, inDivisions, readScope, type Scope } from './scope.js';
import { reduce } from './reduce.js';
import { highest, type Tier } from './tier.js';

/** What decides what somebody sees. Whoever has the same of these sees the same: an audience. */
export interface Sight {
  readonly roles: readonly Role[];
  readonly scope: readonly string[];
  /** What linkage gives beyond that: the tier at which an incident, and what belongs to it, is shared with this one. */
  readonly tiers: { readonly [incident: EntityId]: Tier };
}

/** Where a row belongs, as far as the picture knows. */
export interface Belongs {
  /** Codes of the finest divisions it lies in. None: nobody knows where it is. */
  readonly divisions: readonly string[];
  /** Organizations it is of, or is given to. */
  readonly organizations: readonly string[];
  /** The incident it is, or that it is about. */
  readonly incidents: readonly string[];
  /** The community or larger division around it: what is said of its place where the place itself is not. */
  readonly area?: { readonly id: EntityId; readonly name: string };
  /** What its kind is about, where that is a host's own and says so. */
  readonly group?: AccessGroup;
}

/** The same text for all who see the same, in whatever order their roles and scopes were written. */
export function audienceKey({ roles, scope, tiers }: Sight): string {
  const sorted = (words: readonly string[]): string[] => [...new Set(words)].sort();
  return canonical({ roles: sorted(roles), scope: sorted(scope), tiers: tiers as JsonObject });
}

/** At which tier somebody sees a row; nothing when not at all. Pure: the same sight, row and belonging give the same. */
export function tierOf(sight: Sight, row: Pick<Row, 'kind'>, belongs: Belongs): Tier | undefined {
  if (hostOnly.has(row.kind)) return undefined;
  const group = groupOf(row.kind, belongs.group);
  const scope = readScope(sight.scope);
  const byRole = sight.roles.map((role): Tier | undefined => {
    const { tier, reach, rest } = sees[role];
    const how = group === undefined ? (rest ? 'scope' : undefined) : reach[group];
    if (how === undefined) return undefined;
    return reaches(how, group, scope, belongs) || (rest && belongs.divisions.length === 0) ? tier : undefined;
  });
  return highest([...byRole, calledTierOf(sight, row, belongs)]);
}

/**
 * The same of what somebody may decide about: what everybody may see is decided about by whoever it belongs to. With `whole` by whoever
 * all of its ground belongs to: what is only partly theirs is not.
 */
export function actingTierOf(sight: Sight, row: Pick<Row, 'kind'>, belongs: Belongs, whole = false): Tier | undefined {
  const scope = readScope(sight.scope);
  const near = sight.roles.filter((role) => {
    const { reach, rest } = sees[role];
    return (
      (reaches(reach.site ?? 'scope', groupOf(row.kind, belongs.group), scope, belongs) &&
        !(whole && reachesBeyond(scope, belongs))) ||
      (rest && belongs.divisions.length === 0)
    );
  });
  return highest([tierOf({ ...sight, roles: near, tiers: {} }, row, belongs), calledTierOf(sight, row, belongs)]);
}

/**
 * At which tier it is shared by linkage: whoever is called to an incident sees what belongs to it wherever that is; but who sees
 * none, or only reads, is not called.
 */
export function calledTierOf({ roles, tiers }: Sight, row: Pick<Row, 'kind'>, belongs: Belongs): Tier | undefined {
  const called = roles.some((role) => sees[role].reach.event !== undefined && mayDecide([role]));
  if (groupOf(row.kind, belongs.group) !== 'event' || !called) return undefined;
  return highest(belongs.incidents.map((id) => (Object.hasOwn(tiers, id) ? tiers[id as EntityId] : undefined)));
}

function reaches(how: Reach, group: AccessGroup | undefined, scope: Scope, belongs: Belongs): boolean {
  const { divisions, organizations } = belongs;
  if (how === 'city') return true;
  if (organizations.some((id) => scope.organizations.has(id))) return true;
  if (how === 'own') return false;
  if (scope.all) return true;
  return divisions.some(
    (code) => inDivisions(code, scope.divisions) || (group === 'event' && aroundDivisions(code, scope.divisions)),
  );
}

/** Whether some of its ground lies outside a scope; an organization's own is its own wherever it lies. */
const reachesBeyond = ({ all, divisions, organizations }: Scope, belongs: Belongs): boolean =>
  !all &&
  !belongs.organizations.some((id) => organizations.has(id)) &&
  !belongs.divisions.every((code) => inDivisions(code, divisions));

/** Whether somebody sees a row at all. */
export const maySee = (sight: Sight, row: Row, belongs: Belongs): boolean => tierOf(sight, row, belongs) !== undefined;

/** The row as this audience sees it, or nothing. The row that is given is left as it is. */
export function asSeen(sight: Sight, row: Row, belongs: Belongs): Row | undefined {
  const tier = tierOf(sight, row, belongs);
  return tier && reduce(row, tier, belongs);
}
