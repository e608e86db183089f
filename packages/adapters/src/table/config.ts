import { issue, type Issue, type Json } from '@yingji/core';
import * as z from 'zod';
import { datums } from '../datum/index.js';
import { columns } from './columns.js';
import { schemes } from './words.js';

const limits = z.strictObject({
  /** Largest file, bytes. */
  bytes: z
    .number()
    .int()
    .positive()
    .default(32 * 1024 * 1024),
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
  kind: z.enum(['place', 'device']),
  /** Encoding of CSV; absent: UTF-8 if the bytes are valid UTF-8, else GB18030. */
  encoding: z.enum(['utf-8', 'gb18030']).optional(),
  /** Header of each field where it is not one of the known names, e.g. { code: '点位号' }. */
  columns: z.record(z.string(), z.string().min(1)).optional(),
  /** Datum of the coordinates, for rows and outlines that do not state their own. Without either they are left out. */
  datum: z.enum(datums).optional(),
  /** Devices: words of this registry → device type, e.g. { 烟雾报警器: 'smoke-detector' }. */
  types: z.record(z.string(), z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case')).optional(),
  /** Places: which way of cutting the ground the rows belong to, where no column says so. */
  scheme: z.enum(schemes).optional(),
  /** Source of the places that devices stand in and places lie in; absent: this feed's own. */
  places: z.string().min(1).optional(),
  limits: limits.optional(),
};

const tableConfig = z
  .strictObject({
    ...reading,
    /** The CSV (or, for places, GeoJSON) file. Replace it by renaming a finished file into its place. */
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
    if (config.kind === 'place' && config.types) refuse(['types'], 'is for devices');
    if (config.kind === 'device' && config.scheme) refuse(['scheme'], 'is for places');
    if (config.kind === 'device' && config.boundary) refuse(['boundary'], 'is for places');
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
