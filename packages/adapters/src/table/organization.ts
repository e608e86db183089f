import type { Organization, Team } from '@yingji/core';
import type { RowContext } from './map-row.js';
import { present, reference, references } from './references.js';
import type { RowReader } from './row.js';
import { organizationWords, teamWords, wordFinder } from './words.js';

const findType = wordFinder(organizationWords);
const findSort = wordFinder(teamWords);

/** A name, or a note that there is none. */
export function nameOf(reader: RowReader, kind: string): string | undefined {
  const name = reader.text('name');
  if (name === undefined) reader.note('name-missing', `a ${kind} needs a name; fill it in.`, { field: 'name' });
  return name;
}

const list = (cell: string | undefined): string[] =>
  (cell ?? '').split(/[;；、\n]+/).flatMap((part) => part.trim() || []);

/** One row of a list of units (成员单位). Contact and number go to the vault at the door. */
export function mapOrganization(reader: RowReader, context: RowContext): Organization | undefined {
  const name = nameOf(reader, 'organization');
  if (name === undefined) return undefined;
  const word = reader.cell('type');
  const type = word === undefined ? undefined : findType(word);
  const extra = reader.extra();
  if (type === undefined) {
    reader.note('type-unknown', 'the sort of unit is not known; it is kept as "other".', {
      field: 'type',
      level: 'warning',
    });
    if (word !== undefined) extra['table:type'] = reader.text('type') ?? '';
  }
  return {
    name,
    type: type ?? 'other',
    ...present({
      duties: list(reader.text('duties')),
      scope: list(reader.cell('scope')),
      parent: reference(reader, 'parent', 'organization', context),
      place: reference(reader, 'place', 'place', context),
      contact: reader.cell('contact'),
      phone: reader.cell('phone'),
      extra: Object.keys(extra).length > 0 ? extra : undefined,
    }),
  };
}

/** One row of a list of teams (响应队). Who is in it stands with each responder. */
export function mapTeam(reader: RowReader, context: RowContext): Team | undefined {
  const name = nameOf(reader, 'team');
  const word = reader.cell('sort');
  const sort = word === undefined ? undefined : findSort(word);
  if (sort === undefined)
    reader.note('sort-missing', 'say whether it is 响应队 (team) or 分队 (squad).', { field: 'sort' });
  if (name === undefined || sort === undefined) return undefined;
  const extra = reader.extra();
  return {
    name,
    sort,
    ...present({
      organization: reference(reader, 'organization', 'organization', context),
      parent: reference(reader, 'parent', 'team', context),
      place: reference(reader, 'place', 'place', context),
      lead: reference(reader, 'lead', 'responder', context),
      deputies: references(reader, 'deputies', 'responder', context),
      extra: Object.keys(extra).length > 0 ? extra : undefined,
    }),
  };
}
