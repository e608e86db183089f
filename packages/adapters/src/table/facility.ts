import type { Facility } from '@yingji/core';
import type { RowContext } from './map-row.js';
import { nameOf } from './organization.js';
import { present, reference } from './references.js';
import { positionOf, type RowReader } from './row.js';
import { functionWords, wordFinder } from './words.js';

const findFunction = wordFinder(functionWords);

/** One row of a list of facilities (应急服务站, 避难场所, 仓库 …). Who has the key goes to the vault at the door. */
export function mapFacility(reader: RowReader, context: RowContext): Facility | undefined {
  const name = nameOf(reader, 'facility');
  const extra = reader.extra();
  const functions = functionsOf(reader, 'functions', extra);
  if (functions.length === 0)
    reader.note('field-missing', 'say what it is: 值班室, 微型消防站, 医疗点, 物资点, 避难场所 …, or 其他.', {
      field: 'functions',
    });
  if (name === undefined || functions.length === 0) return undefined;
  const emergency = functionsOf(reader, 'emergencyFunctions', extra);
  const found = positionOf(reader, context.datum);
  const persons = reader.number('persons', { min: 0, max: 10_000_000 });
  return {
    name,
    functions,
    ...present({
      emergencyFunctions: emergency.length > 0 ? emergency : undefined,
      capacity: persons === undefined ? undefined : { persons: Math.floor(persons) },
      hours: reader.text('hours'),
      organization: reference(reader, 'organization', 'organization', context),
      contact: reader.cell('contact'),
      phone: reader.cell('phone'),
      place: reference(reader, 'place', 'place', context),
      address: reader.text('address'),
      position: found && ([...found.position] as [number, number]),
      datum: found?.datum,
      extra: Object.keys(extra).length > 0 ? extra : undefined,
    }),
  };
}

/** What it serves as; a word nobody knows is kept and stands for "other". */
function functionsOf(reader: RowReader, field: string, extra: Record<string, unknown>): Facility['functions'] {
  const words = (reader.cell(field) ?? '').split(/[;；、,，\n]+/).flatMap((part) => part.trim() || []);
  const known = words.map((word) => findFunction(word) ?? 'other');
  const unknown = words.filter((word) => findFunction(word) === undefined);
  if (unknown.length > 0) {
    reader.note('type-unknown', 'what it serves as is not known; it is kept as "other".', { field, level: 'warning' });
    extra[`table:${field}`] = unknown.join('、');
  }
  return [...new Set(known)];
}
