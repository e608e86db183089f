import { loadConfig } from '../config/load.js';
import type { GatewayConfig } from '../config/schema.js';
import { need, readArgs } from './args.js';
import type { Io } from './io.js';

/** The configuration that `--config` names; when it is wrong, says why and gives nothing. */
export async function configured(file: string | undefined, io: Io): Promise<GatewayConfig | undefined> {
  const name = need(file, '--config');
  const loaded = await loadConfig(name, io.env);
  if ('config' in loaded) return loaded.config;
  for (const { path, message, code } of loaded.issues) io.err(`${name}${path}: ${message} [${code}]\n`);
  return undefined;
}

export const readConfigArgs = (args: readonly string[]): string | undefined =>
  readArgs(args, { config: { type: 'string' } }, { most: 0 }).values.config;
