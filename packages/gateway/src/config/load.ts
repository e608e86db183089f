import { dirname, resolve } from 'node:path';
import type { Issue, Json } from '@yingji/core';
import { feedPaths } from '../feeds.js';
import type { AuthConfig } from './auth.schema.js';
import { findFeed } from './find-feed.js';
import { findKinds } from './find-kinds.js';
import { parseConfig, type Parsed } from './parse.js';
import { resolvePaths } from './paths.js';
import { readConfigFile } from './read-config-file.js';
import { resolveSecrets, type SecretContext } from './secrets.js';
import type { GatewayConfig } from './schema.js';

/** Reads a configuration file: paths become absolute (from the file's own folder), secrets are fetched. */
export async function loadConfig(file: string, env: { readonly [name: string]: string | undefined }): Promise<Parsed> {
  const read = await readConfigFile(file);
  if ('issues' in read) return read;
  const parsed = parseConfig(read.text);
  return 'issues' in parsed ? parsed : resolveReferences(parsed.config, { folder: dirname(resolve(file)), env });
}

function resolveReferences(
  config: GatewayConfig,
  context: { readonly folder: string; readonly env: { readonly [name: string]: string | undefined } },
): Parsed {
  const at = (path: string): string => resolve(context.folder, path);
  const issues: Issue[] = [];
  const feeds = config.feeds.map((feed, i) => {
    const secrets = resolveSecrets(feed.config, context);
    issues.push(...secrets.issues.map((found) => ({ ...found, path: `/feeds/${i}/config${found.path}` })));
    const use = findFeed(feed.use, context.folder);
    return { ...feed, use, config: resolvePaths(secrets.value, feedPaths[feed.use] ?? [], context.folder) };
  });
  const kinds = findKinds(config.kinds, context.folder);
  issues.push(...kinds.issues);
  const auth = config.auth && authOf(config.auth, { ...context, issues });
  if (issues.length > 0) return { issues };
  const { audit, listen, store } = config;
  const { tls } = listen;
  return {
    config: {
      ...config,
      store: { ...store, file: at(store.file), keyFile: at(store.keyFile) },
      ...(auth && { auth }),
      audit: resolvePaths(audit as Json, ['file', 'keyFile', 'anchorFile'], context.folder) as typeof audit,
      listen: { ...listen, ...(tls && { tls: { cert: at(tls.cert), key: at(tls.key) } }) },
      static: config.static.map(({ path, folder }) => ({ path, folder: at(folder) })),
      feeds,
      kinds: kinds.files,
    },
  };
}

function authOf(auth: AuthConfig, context: SecretContext & { readonly issues: Issue[] }): AuthConfig {
  const secrets = resolveSecrets(auth as unknown as Json, context);
  context.issues.push(...secrets.issues.map((found) => ({ ...found, path: `/auth${found.path}` })));
  const paths = ['tokens', 'denied', ...(/^https?:/i.test(auth.jwt?.keys ?? '') ? [] : ['jwt.keys'])];
  return resolvePaths(secrets.value, paths, context.folder) as unknown as AuthConfig;
}
