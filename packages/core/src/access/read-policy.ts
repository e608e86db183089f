import { issue, type Issue } from '../error.js';
import type { Json } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Actor } from '../ports/authenticator.js';
import type { Reader, Row } from '../view/view.js';
import { belongsTo } from './belongs.js';
import { asSeen, audienceKey, tierOf, type Sight } from './policy.js';
import { sees } from './reach.js';
import { readScope } from './scope.js';

/** What an actor reads, for a hub and for whoever answers at once. */
export interface ReadPolicy {
  /** Everything about an actor that decides what is seen, as text. */
  audience(actor: Actor): string;
  /** The row as this actor sees it, or nothing; absent for one who sees all of the city as it is. */
  see(actor: Actor): ((row: Row) => Row | undefined) | undefined;
  /** Whether this actor leads what the row is about: who does may see a number in it, and is written down for that. */
  leads(actor: Actor, row: Row): boolean;
  /** Why an actor may not decide about what is named here: what one cannot see is not there. */
  unseen(actor: Actor, input: Json): Issue | undefined;
}

const sightOf = ({ roles, scope }: Actor): Sight => ({ roles, scope, tiers: {} });

const seesAll = ({ roles, scope }: Sight): boolean =>
  readScope(scope).all && roles.some((role) => sees[role].rest && sees[role].tier === 'lead');

/** By role and scope alone; tiers of incidents come with linkage. Pure over the picture that `view` shows. */
export function readPolicy(view: Pick<Reader, 'get'>): ReadPolicy {
  function see(actor: Actor): ((row: Row) => Row | undefined) | undefined {
    const sight = sightOf(actor);
    return seesAll(sight) ? undefined : (row) => asSeen(sight, row, belongsTo(view, row));
  }
  return {
    audience: (actor) => audienceKey(sightOf(actor)),
    see,
    leads: (actor, row) => tierOf(sightOf(actor), row, belongsTo(view, row)) === 'lead',
    unseen(actor, input) {
      const mine = see(actor);
      if (!mine) return undefined;
      const hidden = idsIn(input).find((id) => {
        const row = view.get(id);
        return row !== undefined && mine(row) === undefined;
      });
      return hidden === undefined
        ? undefined
        : issue('not-found', `${hidden} is not in the picture; read it again.`, { path: '/input' });
    },
  };
}

/** Every text that could name something; what names nothing is harmless. */
function idsIn(input: Json): EntityId[] {
  if (typeof input === 'string') return [input as EntityId];
  if (typeof input !== 'object' || input === null) return [];
  return Object.values(input as { readonly [key: string]: Json }).flatMap(idsIn);
}
