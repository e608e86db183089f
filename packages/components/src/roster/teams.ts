import { html, nothing, type TemplateResult } from 'lit';
import type { EntityId, Responder, Row, TeamStrength } from '@yingji/core';
import { nativeOf } from '../frame/native.js';
import { grouped } from '../i18n/format.js';
import type { SayHand } from './hand-words.js';

/** The teams that a person says they are in. */
export const teamsOf = (person: Row | undefined): readonly string[] =>
  (person?.value as Partial<Responder> | undefined)?.teams ?? [];

/** Each with its strength, as the city derives it; of one that is not to be seen, or that nobody worked out, it is unknown and not nought. */
export function teamList(
  person: Row | undefined,
  rows: ReadonlyMap<EntityId, Row>,
  own: SayHand,
): TemplateResult | typeof nothing {
  const teams = teamsOf(person);
  if (teams.length === 0) return nothing;
  return html`<ul class="teams">
    ${teams.map((id) => html`<li>${teamWords(rows.get(id as EntityId), id, own)}</li> `)}
  </ul>`;
}

function teamWords(row: Row | undefined, id: string, own: SayHand): string {
  const name = String(row?.value['name'] ?? nativeOf(id));
  const strength = row?.derived['strength'] as unknown as TeamStrength | undefined;
  if (!strength) return own('team.unknown', { name });
  const { members, available, standBy } = strength;
  return own('team.told', { name, n: grouped(members), available: grouped(available), standBy: grouped(standBy) });
}
