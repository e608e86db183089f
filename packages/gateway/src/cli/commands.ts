import type { CliCommand } from './io.js';

/** All commands by their words, in the order of help; each loaded when it is asked for. */
export const commands: { readonly [word: string]: () => Promise<CliCommand> } = {
  serve: async () => (await import('./serve.js')).serve,
  decode: async () => (await import('./decode.js')).decode,
  check: async () => (await import('./check.js')).check,
  dev: async () => (await import('./dev.js')).dev,
  record: async () => (await import('./record.js')).record,
  replay: async () => (await import('./replay.js')).replay,
  new: async () => (await import('./new-feed.js')).newFeed,
  schema: async () => (await import('./schema.js')).schema,
  events: async () => (await import('./events.js')).events,
  token: async () => (await import('./token.js')).token,
  audit: async () => (await import('./audit.js')).audit,
  backup: async () => (await import('./backup.js')).backup,
  restore: async () => (await import('./restore.js')).restore,
  prune: async () => (await import('./prune.js')).prune,
  quarantine: async () => (await import('./quarantine.js')).quarantine,
};
