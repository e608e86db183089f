import { parseId, type EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { kinds } from '../model/kinds.js';
import type { Reader, Row } from '../view/view.js';
import type { Belongs } from './policy.js';
import { ALL_CLEAR } from '../view/query.js';
import { finest } from './scope.js';

/** How far references are followed: a report to its device, to its building, compound, community, street, county, city. */
const MOST_STEPS = 12;
const MOST_ROWS = 256;

/** The kinds of a view, by name: those of this version, and a host's own. */
export type Known = { readonly [name: string]: Kind };

/** An all-clear is of its place, and seen by who would see what happens there. */
const ASKED: Pick<Kind, 'refs' | 'access'> = { refs: ['place'], access: 'event' };

const kindOf = (name: string, known: Known): Pick<Kind, 'refs' | 'access'> | undefined =>
  name === ALL_CLEAR ? ASKED : Object.hasOwn(known, name) ? known[name] : undefined;

/**
 * Where a row belongs: its references followed through the picture, from device to place to the divisions around it. A pure
 * function of the picture as it stands; it changes when a place, a device or a link does, and then rows are to be looked at again (`movesIn`).
 */
export function belongsTo(reader: Pick<Reader, 'get'>, row: Row, known: Known = kinds): Belongs {
  const divisions = new Set<string>();
  const organizations = new Set<string>();
  const incidents = new Set<string>();
  const seen = new Set<string>([row.id]);
  let area: { readonly id: EntityId; readonly name: string; readonly digits: number } | undefined;
  /** What stands somewhere, and whom it names: of these, where a unit has its office says nothing more. */
  const standing = new Set<Row>();
  let at: readonly Row[] = [row];

  for (let step = 0; step < MOST_STEPS && at.length > 0; step += 1) {
    const next: Row[] = [];
    for (const one of at) {
      if (one.kind === 'organization') organizations.add(one.id);
      if (one.kind === 'incident') incidents.add(one.id);
      if (one.kind === 'place') {
        const { code, name } = one.value;
        if (typeof code === 'string' && /^\d{2,12}$/.test(code)) {
          divisions.add(code);
          if (code.length > (area?.digits ?? 0)) area = { id: one.id, name: String(name ?? ''), digits: code.length };
        }
      }
      if (stands(one)) standing.add(one);
      for (const id of referred(one, known)) {
        if (standing.has(one) && parseId(id)?.kind === 'organization') {
          for (const unit of withParents(reader, id)) organizations.add(unit);
          continue;
        }
        if (seen.has(id) || seen.size > MOST_ROWS) continue;
        seen.add(id);
        const { kind } = parseId(id) ?? {};
        // Known by their id alone, should the picture not have them yet.
        if (kind === 'organization') organizations.add(id);
        if (kind === 'incident') incidents.add(id);
        const other = reader.get(id as EntityId);
        if (!other) continue;
        next.push(other);
        if (standing.has(one)) standing.add(other);
      }
    }
    at = next;
  }
  const group = kindOf(row.kind, known)?.access;
  return {
    divisions: finest([...divisions]).sort(),
    organizations: [...organizations].sort(),
    incidents: [...incidents].sort(),
    ...(area && { area: { id: area.id, name: area.name } }),
    ...(group && { group }),
  };
}

/** Things that stand somewhere, whoever's they are. */
const THINGS: ReadonlySet<string> = new Set(['asset', 'camera', 'device', 'facility', 'risk-source']);

const stands = ({ kind, value }: Row): boolean =>
  THINGS.has(kind) && (value['place'] ?? value['facility']) !== undefined;

/** An organization and those it is part of. */
function withParents(reader: Pick<Reader, 'get'>, organization: string): ReadonlySet<string> {
  const found = new Set([organization]);
  for (const id of found) {
    const parent = found.size < MOST_STEPS ? reader.get(id as EntityId)?.value['parent'] : undefined;
    if (typeof parent === 'string') found.add(parent);
  }
  return found;
}

/** Ids that a row names in the fields of its kind that refer, and the incident that was derived for it. */
export function referred(row: Row, known: Known = kinds): string[] {
  const named = (kindOf(row.kind, known)?.refs ?? []).flatMap((field) => row.value[field] ?? []);
  return [...named, row.derived['incident'] ?? []].flat().filter((id): id is string => typeof id === 'string');
}

/** The place a row names and all places around it, by every way of cutting the ground. */
export function placesAround(reader: Pick<Reader, 'get'>, row: Row, known: Known = kinds): ReadonlySet<string> {
  const found = new Set<string>();
  const rows = [row];
  for (let i = 0; i < rows.length && found.size < MOST_ROWS; i += 1)
    for (const id of referred(rows[i]!, known)) {
      if (found.has(id) || parseId(id)?.kind !== 'place') continue;
      found.add(id);
      const place = reader.get(id as EntityId);
      if (place) rows.push(place);
    }
  return found;
}
