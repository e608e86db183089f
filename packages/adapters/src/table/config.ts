import { issue, parseInstant, type Issue, type Json } from '@yingji/core';
import * as z from 'zod';
import { datums } from '../datum/index.js';
import { columns, tableKinds, type TableKind } from './headers.js';
import { schemes } from './words.js';

const limits = z.strictObject({
  bytes: z
    .number()
    .int()
    .positive()
    .default(32 * 1024 * 1024)
    .describe('Largest file, bytes.'),
  unpacked: z
    .number()
    .int()
    .positive()
    .default(128 * 1024 * 1024)
    .describe('Most bytes that a workbook may unpack to.'),
  rows: z.number().int().positive().default(200_000).describe('Most rows below the header.'),
  cell: z.number().int().positive().default(1_000).describe('Longest cell, characters.'),
  corners: z.number().int().positive().default(1_000_000).describe('Most corners of all outlines together.'),
  issues: z.number().int().positive().default(1_000).describe('Most Issues told for one file; the rest is counted.'),
});
export type Limits = z.infer<typeof limits>;
export const defaultLimits: Limits = limits.parse({});

/** How a table is read, apart from where it lies. */
const reading = {
  kind: z.enum(tableKinds).describe('What the rows are.'),
  encoding: z
    .enum(['utf-8', 'gb18030'])
    .optional()
    .describe('Encoding of CSV; absent: UTF-8 if the bytes are valid UTF-8, else GB18030.'),
  columns: z
    .record(z.string(), z.string().min(1))
    .optional()
    .describe("Header of each field where it is not one of the known names, e.g. { code: '点位号' }."),
  datum: z
    .enum(datums)
    .optional()
    .describe(
      'Datum of the coordinates, for rows and outlines that do not state their own. Without either they are left out.',
    ),
  sheet: z.string().min(1).optional().describe('Workbooks: name of the sheet; absent: the first that is not hidden.'),
  headerRow: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('The row that holds the column names, where a title stands above it. Default 1.'),
  types: z
    .record(z.string(), z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case'))
    .optional()
    .describe("Words of this registry → device type or skill, e.g. { 烟雾报警器: 'smoke-detector' }."),
  scheme: z
    .enum(schemes)
    .optional()
    .describe('Places: which way of cutting the ground the rows belong to, where no column says so.'),
  places: z
    .string()
    .min(1)
    .optional()
    .describe("Source of the places that devices stand in and places lie in; absent: this feed's own."),
  sources: z
    .record(z.string(), z.string().min(1))
    .optional()
    .describe("Source of what else rows point to, by kind, e.g. { organization: 'units' }; absent: this feed's own."),
  state: z
    .enum(['enrolled', 'trained', 'active', 'paused', 'left'])
    .optional()
    .describe('People: where those stand whose row does not say.'),
  openingAt: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, 'must be RFC 3339 with an offset')
    .optional()
    .describe(
      'Stock: when the quantities of the table were true; each is then received once, as the opening of its lot.',
    ),
  offset: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/, 'must be ±hh:mm')
    .optional()
    .describe('Offset of dates without a time.'),
  limits: limits.optional().describe('How large a file and what it holds may be.'),
};

/** Options that mean something for some kinds alone. */
const onlyFor: { readonly [option in 'types' | 'scheme' | 'boundary' | 'state' | 'openingAt']: readonly TableKind[] } =
  {
    types: ['device', 'responder'],
    scheme: ['place'],
    boundary: ['place'],
    state: ['responder'],
    openingAt: ['stock'],
  };

/** Configuration of the feed; the README lists it. */
export const tableConfig = z
  .strictObject({
    ...reading,
    file: z
      .string()
      .min(1)
      .describe(
        'The CSV or .xlsx (or, for places, GeoJSON) file. Replace it by renaming a finished file into its place.',
      ),
    boundary: z.string().min(1).optional().describe('Places: a GeoJSON file with the outlines, joined by code.'),
    watch: z
      .number()
      .min(0.05)
      .max(86_400)
      .optional()
      .describe('Look for a changed file every so many seconds; absent: read once.'),
  })
  .superRefine((config, context) => {
    const refuse = (path: string[], message: string): void => void context.addIssue({ code: 'custom', path, message });
    const known = columns[config.kind];
    for (const field of Object.keys(config.columns ?? {})) {
      if (!Object.hasOwn(known, field))
        refuse(['columns', field], `no field of a ${config.kind}; known: ${Object.keys(known).join(', ')}`);
    }
    for (const [option, kinds] of Object.entries(onlyFor))
      if (config[option as keyof typeof onlyFor] !== undefined && !kinds.includes(config.kind))
        refuse([option], `is for ${kinds.join(' and ')} only`);
  });
export type TableConfig = z.infer<typeof tableConfig>;
export type TableReading = Omit<TableConfig, 'file' | 'boundary' | 'watch'>;

/** Checks a configuration; Issues point into it. */
export function readConfig(config: Json): { readonly config: TableConfig } | { readonly issues: readonly Issue[] } {
  const result = tableConfig.safeParse(config);
  if (result.success) return { config: result.data };
  const pointer = (path: readonly PropertyKey[]): string =>
    path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return {
    issues: result.error.issues.map((found) =>
      issue('bad-config', `${pointer(found.path) || 'The configuration'}: ${found.message}.`, {
        path: pointer(found.path),
      }),
    ),
  };
}
