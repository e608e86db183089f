import { issue } from '@yingji/core';
import { findColumns } from './columns.js';
import { tableKinds, type TableKind } from './headers.js';
import { defaultLimits, type TableReading } from './config.js';
import { readCsv } from './csv.js';
import { readGeoJson } from './geojson.js';
import type { SheetResult } from './sheet.js';
import { decodeText } from './text.js';
import { readXlsx } from './xlsx.js';
import { typeWords, schemeWords, wordFinder } from './words.js';

/** Bytes of CSV, GeoJSON or a workbook to rows, within the limits. */
export function readSheet(bytes: Uint8Array, reading: TableReading): SheetResult {
  const limits = reading.limits ?? defaultLimits;
  if (bytes.length > limits.bytes) {
    return {
      issue: issue(
        'file-too-large',
        `The file has more than ${limits.bytes} bytes; split it or raise the option limits.bytes.`,
      ),
    };
  }
  if (bytes.length === 0)
    return { issue: issue('table-empty', 'The file is empty, as if it was still being written.') };
  if (isZip(bytes)) return readXlsx(bytes, limits, reading);
  const text = decodeText(bytes, reading.encoding);
  if ('issue' in text) return text;
  return /^\s*\{/.test(text.text) ? readGeoJson(text.text, limits) : readCsv(text.text, limits, reading.headerRow);
}

const isType = wordFinder(typeWords);
const isScheme = wordFinder(schemeWords);

const isZip = (bytes: Uint8Array): boolean => [0x50, 0x4b, 3, 4].every((byte, at) => bytes[at] === byte);

/** Fields that tell one kind of table from the others. */
const telling: { readonly [kind in TableKind]: readonly string[] } = {
  device: ['zone', 'every', 'range'],
  place: ['parents', 'address', 'day', 'night'],
  facility: ['emergencyFunctions', 'persons', 'hours'],
  organization: ['duties', 'scope', 'contact'],
  team: ['lead'],
  responder: ['skills', 'teams', 'state', 'grid', 'account'],
  'person-at-risk': ['home', 'health', 'persons', 'moves', 'buddy'],
  stock: ['item', 'unit', 'lot', 'expires', 'minimum', 'ownership'],
};

/** What a table is about, by its columns and words: only for looking at a file without a configuration. */
export function guessKind(bytes: Uint8Array): TableKind {
  const read = readSheet(bytes, { kind: 'device' });
  if ('issue' in read) return 'device';
  const { sheet } = read;
  if (sheet.rows.some(({ outline }) => outline)) return 'place';
  const fields = (kind: TableKind): ReadonlyMap<string, number> => findColumns({ kind, ...sheet }).fields;
  const scores = tableKinds.map((kind) => ({
    kind,
    score: telling[kind].filter((name) => fields(kind).has(name)).length,
  }));
  const best = Math.max(...scores.map(({ score }) => score));
  const [only, ...others] = scores.filter(({ score }) => score === best);
  if (only && best > 0 && others.length === 0) return only.kind;
  const type = fields('device').get('type');
  const word =
    type === undefined ? undefined : sheet.rows.map(({ cells }) => cells[type] ?? '').find((cell) => cell !== '');
  return word !== undefined && (isType(word) !== undefined || isScheme(word) === undefined) ? 'device' : 'place';
}
