import { filter, map, merge, type Observable } from 'rxjs';
import { issue, type Issue } from '../error.js';
import type { Json } from '../json.js';
import { parseId, type EntityId } from '../model/id.js';
import { kinds as allKinds } from '../model/kinds.js';
import type { Actor } from '../ports/authenticator.js';
import type { Reader, Row, View } from '../view/view.js';
import { isOwnShift, notPermitted, reaches, type Acting } from './acting.js';
import { belongsTo, type Known } from './belongs.js';
import { behind, movedIn, movesIn } from './moves.js';
import type { CommandRule } from './command-rule.js';
import { asSeen, audienceKey, tierOf, type Belongs, type Sight } from './policy.js';
import { reduce } from './reduce.js';
import { sees } from './reach.js';
import { readScope } from './scope.js';
import { sharesIn, type SharesView } from './shares.js';
import { lower } from './tier.js';

/** What an actor reads, for a hub and for whoever answers at once. */
export interface ReadPolicy {
  /** Everything about an actor that decides what is seen, as text. */
  audience(actor: Actor): string;
  /** The row as this actor sees it, or nothing; absent for one who sees all of the city as it is. */
  see(actor: Actor): ((row: Row) => Row | undefined) | undefined;
  /**
   * The same of a picture of the past, by today's rights: a row is shown as far as it may be seen both where it was then and where
   * it, or what it hung on, is today.
   */
  seePast(actor: Actor, past: Pick<Reader, 'get'>): ((row: Row) => Row | undefined) | undefined;
  /** Rows that `see` is to be asked about again, although they did not change. */
  readonly moved$: Observable<readonly Row[]>;
  /** The same for what `seePast` made of a picture of the past that is played: what moves in it, and what moves today. */
  movedPast(past: Pick<View, 'select'> & Pick<Reader, 'get' | 'referring'>): Observable<readonly Row[]>;
  /** Whether a rule lets this actor do something to a row that is known already, e.g. see a number in it. */
  may(actor: Actor, rule: CommandRule, row: Row): boolean;
  /**
   * Why an actor may not decide about what a Command names: what one cannot see is not there. Issue `not-found` for its input,
   * `changed-meanwhile` for `expects`.
   */
  unseen(actor: Actor, command: Named): Issue | undefined;
  /**
   * Why an actor may not send a Command: `unseen` first, and only of what is seen what its rule asks for. Issue `not-permitted`.
   * A Command without a rule decides for itself.
   */
  against(actor: Actor, command: Named, rule: CommandRule | undefined): Issue | undefined;
}

/** The parts of a Command that name entities. */
interface Named {
  readonly input: Json;
  readonly expects?: readonly { readonly id: EntityId }[];
}

const seesAll = ({ roles, scope }: Actor): boolean =>
  readScope(scope).all && roles.some((role) => sees[role].rest && sees[role].tier === 'lead');

/**
 * By role, scope, and what linkage shares with the organizations of the scope. Pure over the picture that `view` shows.
 * `kinds`: those of the view, where there are others than those of this version; without them nobody could tell where a host's
 * own belong.
 */
export function readPolicy(view: SharesView, { kinds = allKinds }: { readonly kinds?: Known } = {}): ReadPolicy {
  const moved$ = movedIn(view, kinds);
  const moves$ = movesIn(view, moved$);
  const shares = sharesIn(view, moves$);

  /** Of one row. Its tiers follow from the organizations of the scope, so that whoever has the same scope has the same. */
  function sights({ roles, scope }: Actor): (belongs: Belongs) => Sight {
    const { organizations } = readScope(scope);
    return ({ incidents }) => ({ roles, scope, tiers: shares.tiersOf(organizations, incidents) });
  }
  function see(actor: Actor): ((row: Row) => Row | undefined) | undefined {
    if (seesAll(actor)) return undefined;
    const sightOf = sights(actor);
    return (row) => {
      const belongs = belongsTo(view, row, kinds);
      return asSeen(sightOf(belongs), row, belongs);
    };
  }
  const acting = (actor: Actor): Acting => ({ actor, sightOf: sights(actor), reader: view, kinds });

  const policy: ReadPolicy = {
    audience(actor) {
      const { roles, scope } = actor;
      // What a stream keeps for those who come back was told before a share was taken back: they begin anew.
      const losses = shares.losses(readScope(scope).organizations);
      return `${audienceKey({ roles, scope, tiers: {} })} ${losses}`;
    },
    see,
    seePast(actor, past) {
      if (seesAll(actor)) return undefined;
      const sightOf = sights(actor);
      return (row) => {
        const today = view.get(row.id) ?? row;
        const [was, is] = [belongsTo(past, row, kinds), belongsTo(view, today, kinds)];
        const tier = lower(tierOf(sightOf(was), row, was), tierOf(sightOf(is), today, is));
        return tier && reduce(row, tier, was);
      };
    },
    moved$: merge(moves$, shares.moved$),
    movedPast(past) {
      const otherwise$ = merge(moved$, merge(moves$, shares.moved$).pipe(map((rows) => rows.map(({ id }) => id))));
      const today$ = otherwise$.pipe(
        // What hung on it then may hang on something else today, or be gone.
        map((ids) => [...[...ids].flatMap((id) => past.get(id) ?? []), ...behind(past, ids)]),
        filter((rows) => rows.length > 0),
      );
      return merge(movesIn(past, movedIn(past, kinds)), today$);
    },
    may: (actor, rule, row) => reaches(rule, row, acting(actor)),
    unseen(actor, { input, expects = [] }) {
      const mine = see(actor);
      if (!mine) return undefined;
      const shown = (row: Row | undefined): boolean =>
        // Whose shift it is knows of it, though their role may see nobody's.
        row !== undefined && (mine(row) !== undefined || isOwnShift(view, row, actor));
      // What is hidden and what does not exist have one answer, before anything else is looked at: two would tell them apart.
      const missing = textsIn(input).find((text) => {
        const row = view.get(text as EntityId);
        return (row !== undefined || isId(text, kinds)) && !shown(row);
      });
      if (missing !== undefined)
        return issue('not-found', `${missing} is not in the picture; read it again.`, { path: '/input' });
      const gone = expects.find(({ id }) => !shown(view.get(id)));
      return (
        gone &&
        issue('changed-meanwhile', `${gone.id} has changed since it was read; look again and decide again.`, {
          path: '/expects',
        })
      );
    },
    against: (actor, command, rule) =>
      policy.unseen(actor, command) ?? (rule && notPermitted(rule, command.input, acting(actor))),
  };
  return policy;
}

/** Of a kind that is known; other texts with two slashes are words. */
const isId = (text: string, kinds: Known): boolean => Object.hasOwn(kinds, parseId(text)?.kind ?? '');

/** Every text that could name something, names of members included. */
function textsIn(input: Json): string[] {
  if (typeof input === 'string') return [input];
  if (typeof input !== 'object' || input === null) return [];
  if (Array.isArray(input)) return (input as readonly Json[]).flatMap(textsIn);
  return Object.entries(input as { readonly [key: string]: Json }).flatMap(([key, value]) => [key, ...textsIn(value)]);
}
