import { issue, type Issue } from '@yingji/core';
import * as z from 'zod';
import { nearest } from '../nearest.js';
import { Config, type GatewayConfig } from './schema.js';
import { cityThresholds } from './thresholds.js';
import { readYaml } from './yaml.js';

export type Parsed = { readonly config: GatewayConfig } | { readonly issues: readonly Issue[] };

/** Reads the text of a configuration: YAML 1.2 or JSON. Unknown keys are refused, each with its path and what may be meant. */
export function parseConfig(text: string): Parsed {
  const read = readYaml(text);
  return 'issues' in read ? read : checkConfig(read.value);
}

/** Checks a configuration that is already an object, and fills in the defaults. */
export function checkConfig(value: unknown): Parsed {
  const result = Config.safeParse(value);
  const issues = result.success ? within(result.data) : result.error.issues.flatMap(toIssues);
  return result.success && issues.length === 0 ? { config: result.data } : { issues };
}

/** What no single member can tell: paths that clash, sources taken twice, thresholds that contradict each other. */
function within(config: GatewayConfig): Issue[] {
  const issues: Issue[] = [...cityThresholds(config.thresholds).issues];
  const once = (what: string, list: readonly string[], at: (i: number) => string): void =>
    list.forEach((value, i) => {
      if (list.indexOf(value) !== i)
        issues.push(issue('taken-twice', `${what} "${value}" is taken already; give another.`, { path: at(i) }));
    });
  once(
    'The path',
    config.static.map((one) => one.path),
    (i) => `/static/${i}/path`,
  );
  once(
    'The source',
    config.feeds.map((one) => one.source),
    (i) => `/feeds/${i}/source`,
  );
  const { auth, listen } = config;
  if (auth?.proxy && listen.proxies.length === 0)
    issues.push(
      issue('proxy-unnamed', 'Headers are believed of listen.proxies alone, and none is named there.', {
        path: '/auth/proxy',
      }),
    );
  if (auth?.portal && auth.portal.cookies.length === 0 && !auth.portal.tickets)
    issues.push(
      issue('portal-unused', 'Name the cookies that are handed to the portal, or set tickets.', {
        path: '/auth/portal',
      }),
    );
  config.static.forEach(({ path }, i) => {
    if (/^\/(api|healthz)\//.test(path))
      issues.push(
        issue('path-reserved', 'Paths under /api/ and /healthz/ are the gateway’s own; take another.', {
          path: `/static/${i}/path`,
        }),
      );
  });
  return issues;
}

function toIssues(found: z.core.$ZodIssue): Issue[] {
  const path = pointer(found.path);
  if (found.code !== 'unrecognized_keys')
    return [issue('bad-value', `${path || 'The configuration'} ${saidOf(found)}.`, { path })];
  const known = keysAt(found.path);
  return found.keys.map((key) => {
    const meant = nearest(key, known);
    const hint = meant ? `did you mean "${meant}"?` : `known here: ${known.join(', ')}.`;
    return issue('unknown-key', `Unknown key "${key}"; ${hint}`, { path: pointer([...found.path, key]) });
  });
}

/** The keys the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let at: z.ZodType = Config;
  for (const step of path) {
    at = bare(at);
    if (at instanceof z.ZodArray) at = at.element as z.ZodType;
    else if (at instanceof z.ZodObject) at = at.shape[String(step)] as z.ZodType;
  }
  at = bare(at);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The schema without the wrappers that carry a default. */
export function bare(schema: z.ZodType): z.ZodType {
  let at = schema;
  while (at instanceof z.ZodDefault || at instanceof z.ZodPrefault || at instanceof z.ZodOptional)
    at = at.unwrap() as z.ZodType;
  return at;
}

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

/** A key that is not there says so; of anything else what is wrong with it. */
const saidOf = ({ code, message }: z.core.$ZodIssue): string =>
  code === 'invalid_type' && message.endsWith('received undefined')
    ? 'is missing; yingji.example.yaml of @yingji/gateway shows every key'
    : `is wrong: ${message}`;
