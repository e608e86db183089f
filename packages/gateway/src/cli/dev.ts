import { watch } from 'node:fs';
import { loadTrialConfig } from '@yingji/adapters/kit';
import { systemClock, systemIds, YingjiError, type FeedContext, type Json, type JsonObject } from '@yingji/core';
import { isolateFeed } from '../isolation/isolated-feed.js';
import { need, readArgs } from './args.js';
import type { CliCommand, Io } from './io.js';
import { aborted, untilSignal } from './until-signal.js';

/** What a feed is made of: code and JSON. What it prints may be kept in its folder, and each line would start it anew. */
const OWN = /\.([cm]?[jt]s|json)$/;
/** Files that come by themselves while somebody works. */
const IGNORED = /(^|[/\\])(node_modules|\.git)([/\\]|$)/;
const SETTLE_MS = 200;

/** Runs a feed while it is being written: what its source sends becomes lines here; a saved file starts it anew. */
export const dev: CliCommand = {
  usage: 'dev <FOLDER>',
  about: 'run a feed while it is written: messages in, one JSON line of changes out; starts anew when a file is saved',
  async run(args, io) {
    const { positionals } = readArgs(args, {}, { most: 1 });
    const folder = need(positionals[0], 'The folder');
    const { stop } = untilSignal();
    const changed = watch(folder, { recursive: true });
    let port: number | undefined;
    try {
      while (!stop.aborted) {
        const round = new AbortController();
        const end = (): void => round.abort();
        stop.addEventListener('abort', end, { once: true });
        changed.on('change', (_, name) => {
          // Some systems do not say which file it was.
          if (name === null || (OWN.test(String(name)) && !IGNORED.test(String(name)))) end();
        });
        port = (await show(folder, io, round.signal, port)) ?? port;
        await aborted(round.signal);
        changed.removeAllListeners('change');
        stop.removeEventListener('abort', end);
        // An editor saves in several steps.
        if (!stop.aborted) await systemClock.sleep(SETTLE_MS, stop);
      }
    } finally {
      changed.close();
    }
    return 0;
  },
};

/**
 * One run: until it is stopped, or breaks; then what broke stands on the screen until a file is saved. Where any port is free to
 * take (0), it takes that of the run before, so that a device may go on speaking to it. Gives the port.
 */
async function show(folder: string, io: Io, stop: AbortSignal, before?: number): Promise<number | undefined> {
  let port: number | undefined;
  try {
    // Its code is loaded only in its thread: here a module that was broken once would stay so.
    const given = await loadTrialConfig(folder);
    const config = before !== undefined && isAnyPort(given) ? { ...given, port: before } : given;
    const data = { feed: folder, from: process.cwd(), config };
    const made = await isolateFeed(data, { clock: systemClock, printed: io.err });
    if ('issues' in made) {
      made.issues.forEach((found) => io.err(`${found.path} ${found.message} [${found.code}]\n`));
      return undefined;
    }
    const context: FeedContext = {
      source: 'dev',
      clock: systemClock,
      ids: systemIds,
      logger: { write: (level, code, data) => io.err(`${level} ${code} ${JSON.stringify(data ?? {})}\n`) },
      status: (state, why) =>
        io.err(`${made.feed.title.zh} ${made.feed.title.en}: ${state}${why ? ` ${why.message}` : ''}\n`),
    };
    const session = await made.feed.open(context, stop);
    ({ port } = session);
    if (port !== undefined) io.err(`listens on 127.0.0.1:${port}\n`);
    for await (const { token, key, drafts, issues, outcome } of session.deliveries) {
      io.out(`${JSON.stringify({ key, outcome, changes: drafts, issues })}\n`);
      session.settle(token, 'stored');
    }
    await session.closed;
  } catch (error) {
    if (!(error instanceof YingjiError)) throw error;
    io.err(`${error.message}\n`);
  }
  return port;
}

const isAnyPort = (config: Json): config is JsonObject =>
  typeof config === 'object' && config !== null && !Array.isArray(config) && (config as JsonObject)['port'] === 0;
