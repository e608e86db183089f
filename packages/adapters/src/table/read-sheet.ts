import { issue } from '@yingji/core';
import { findColumns, type TableKind } from './columns.js';
import { defaultLimits, type TableReading } from './config.js';
import { readCsv } from './csv.js';
import { readGeoJson } from './geojson.js';
import type { SheetResult } from './sheet.js';
import { decodeText } from './text.js';
import { typeWords, schemeWords, wordFinder } from './words.js';

/** Bytes of CSV or GeoJSON to rows, within the limits. */
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
  const text = decodeText(bytes, reading.encoding);
  if ('issue' in text) return text;
  return /^\s*\{/.test(text.text) ? readGeoJson(text.text, limits) : readCsv(text.text, limits);
}

const isType = wordFinder(typeWords);
const isScheme = wordFinder(schemeWords);

/** What a table is about, by its columns and words: only for looking at a file without a configuration. */
export function guessKind(bytes: Uint8Array): TableKind {
  const read = readSheet(bytes, { kind: 'device' });
  if ('issue' in read) return 'device';
  const { sheet } = read;
  if (sheet.rows.some(({ outline }) => outline)) return 'place';
  const fields = (kind: TableKind): ReadonlyMap<string, number> => findColumns({ kind, ...sheet }).fields;
  const score = (kind: TableKind, own: readonly string[]): number =>
    own.filter((name) => fields(kind).has(name)).length;
  const devices = score('device', ['place', 'zone', 'every', 'range']);
  const places = score('place', ['parents', 'address', 'day', 'night']);
  if (devices !== places) return devices > places ? 'device' : 'place';
  const type = fields('device').get('type');
  const word =
    type === undefined ? undefined : sheet.rows.map(({ cells }) => cells[type] ?? '').find((cell) => cell !== '');
  return word !== undefined && (isType(word) !== undefined || isScheme(word) === undefined) ? 'device' : 'place';
}
