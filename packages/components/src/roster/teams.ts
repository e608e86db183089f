import { html, nothing, type TemplateResult } from 'lit';
import type { EntityId, Responder, Row } from '@yingji/core';
import { teamWords } from '../frame/strength.js';
import type { Lang } from '../i18n/spoken.js';

/** The teams that a person says they are in. */
export const teamsOf = (person: Row | undefined): readonly string[] =>
  (person?.value as Partial<Responder> | undefined)?.teams ?? [];

/** Each with its strength. */
export function teamList(
  person: Row | undefined,
  rows: ReadonlyMap<EntityId, Row>,
  lang: Lang,
): TemplateResult | typeof nothing {
  const teams = teamsOf(person);
  if (teams.length === 0) return nothing;
  return html`<ul class="teams">
    ${teams.map((id) => html`<li>${teamWords(rows.get(id as EntityId), id, lang)}</li> `)}
  </ul>`;
}
