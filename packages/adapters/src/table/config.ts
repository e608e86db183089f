import { issue, parseInstant, type Issue, type Json } from '@yingji/core';
import * as z from 'zod';
import { datums } from '../datum/index.js';
import { columns, tableKinds, type TableKind } from './headers.js';
import { schemes } from './words.js';

const limits = z.strictObject({
  /** Largest file, bytes. */
  bytes: z
    .number()
    .int()
    .positive()
    .default(32 * 1024 * 1024),
  /** Most bytes that a workbook may unpack to. */
  unpacked: z
    .number()
    .int()
    .positive()
    .default(128 * 1024 * 1024),
  /** Most rows below the header. */
  rows: z.number().int().positive().default(200_000),
  /** Longest cell, characters. */
  cell: z.number().int().positive().default(1_000),
  /** Most corners of all outlines together. */
  corners: z.number().int().positive().default(1_000_000),
  /** Most Issues told for one file; the rest is counted. */
  issues: z.number().int().positive().default(1_000),
});
export type Limits = z.infer<typeof limits>;
export const defaultLimits: Limits = limits.parse({});

/** How a table is read, apart from where it lies. */
const reading = {
  /** What the rows are. */
  kind: z.enum(tableKinds),
  /** Encoding of CSV; absent: UTF-8 if the bytes are valid UTF-8, else GB18030. */
  encoding: z.enum(['utf-8', 'gb18030']).optional(),
  /** Header of each field where it is not one of the known names, e.g. { code: '点位号' }. */
  columns: z.record(z.string(), z.string().min(1)).optional(),
  /** Datum of the coordinates, for rows and outlines that do not state their own. Without either they are left out. */
  datum: z.enum(datums).optional(),
  /** Workbooks: name of the sheet; absent: the first that is not hidden. */
  sheet: z.string().min(1).optional(),
  /** The row that holds the column names, where a title stands above it. Default 1. */
  headerRow: z.number().int().positive().optional(),
  /** Words of this registry → device type or skill, e.g. { 烟雾报警器: 'smoke-detector' }. */
  types: z.record(z.string(), z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case')).optional(),
  /** Places: which way of cutting the ground the rows belong to, where no column says so. */
  scheme: z.enum(schemes).optional(),
  /** Source of the places that devices stand in and places lie in; absent: this feed's own. */
  places: z.string().min(1).optional(),
  /** Source of what else rows point to, by kind, e.g. { organization: 'units' }; absent: this feed's own. */
  sources: z.record(z.string(), z.string().min(1)).optional(),
  /** People: where those stand whose row does not say. */
  state: z.enum(['enrolled', 'trained', 'active', 'paused', 'left']).optional(),
  /** Stock: when the quantities of the table were true; each is then received once, as the opening of its lot. */
  openingAt: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, 'must be RFC 3339 with an offset')
    .optional(),
  /** Offset of dates without a time. */
  offset: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/, 'must be ±hh:mm')
    .optional(),
  limits: limits.optional(),
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

const tableConfig = z
  .strictObject({
    ...reading,
    /** The CSV or .xlsx (or, for places, GeoJSON) file. Replace it by renaming a finished file into its place. */
    file: z.string().min(1),
    /** Places: a GeoJSON file with the outlines, joined by code. */
    boundary: z.string().min(1).optional(),
    /** Look for a changed file every so many seconds; absent: read once. */
    watch: z.number().min(0.05).max(86_400).optional(),
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
