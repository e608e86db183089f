import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { issue, type Issue } from '@yingji/core';
import { auditFiles } from '../audit/files.js';
import type { GatewayConfig } from './schema.js';

/** Static folders that would hand out the database, the vault's key or the tokens to whoever asks. */
export function servedSecrets(config: GatewayConfig): Issue[] {
  const { static: folders, store, auth, listen } = config;
  const { file, keyFile } = auditFiles(config);
  const secrets = [store.keyFile, store.file, auth?.tokens, auth?.denied, listen.tls?.key, file, keyFile].filter(
    (file) => file !== undefined,
  );
  return folders.flatMap(({ folder }, i) => {
    const root = join(real(folder), sep);
    const inside = secrets.filter((file) => real(file).startsWith(root));
    if (inside.length === 0) return [];
    const message = `${folder} holds ${inside.join(', ')}, which anybody could fetch; serve another folder.`;
    return [issue('secret-served', message, { path: `/static/${i}/folder` })];
  });
}

/** The path without links; of a file that is not there yet, with its folder looked up. */
function real(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const folder = dirname(whole);
    return folder === whole ? whole : join(real(folder), basename(whole));
  }
}
