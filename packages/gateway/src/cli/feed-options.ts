import { dirname, resolve } from 'node:path';
import { issue, type FeedDefinition, type Issue, type Json } from '@yingji/core';
import * as z from 'zod';
import { readConfigFile } from '../config/read-config-file.js';
import { resolveSecrets } from '../config/secrets.js';
import { readYaml } from '../config/yaml.js';
import type { Io } from './io.js';

/**
 * The options of one feed from a file: what stands under `config` of that feed in the configuration of a gateway, with its secrets
 * as there, checked by the feed itself. When they are wrong, says why and gives nothing.
 */
export async function feedOptions(
  file: string,
  definition: FeedDefinition,
  io: Io,
): Promise<{ readonly config: Json } | undefined> {
  const read = await readConfigFile(file);
  const parsed = 'issues' in read ? read : readYaml(read.text);
  const given = 'issues' in parsed ? parsed : plain(parsed.value);
  if ('issues' in given) return refuse(file, given.issues, io);
  if (isGateways(given.value)) return refuse(file, [WHOLE], io);
  const { value, issues } = resolveSecrets(given.value, { env: io.env, folder: dirname(resolve(file)) });
  if (issues.length > 0) return refuse(file, issues, io);
  const made = definition.configure(value);
  if ('feed' in made) return { config: value };
  return refuse(file, made.issues, io);
}

const WHOLE = issue(
  'config-of-gateway',
  'This configures a gateway; give what stands under "config" of one of its feeds.',
);

const Plain = z.json();

/** YAML has more than JSON: dates, not-a-number, an empty file. */
function plain(value: unknown): { readonly value: Json } | { readonly issues: readonly Issue[] } {
  const read = Plain.safeParse(value ?? {});
  return read.success
    ? { value: read.data as Json }
    : { issues: [issue('not-json', 'Only what JSON can hold may stand here.')] };
}

function refuse(file: string, issues: readonly Issue[], io: Io): undefined {
  for (const { path, message, code } of issues) io.err(`${file}${path}: ${message} [${code}]\n`);
}

const isGateways = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'feeds') && Object.hasOwn(value, 'store');
