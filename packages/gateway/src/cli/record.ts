import { resolve } from 'node:path';
import { systemClock } from '@yingji/core';
import { createRecorder, type Recorder } from '../recording/recorder.js';
import { HOLDS } from '../recording/format.js';
import { need, oneOf, readArgs } from './args.js';
import { configured } from './configured.js';
import { UsageError, type CliCommand } from './io.js';
import { serveUntilSignal } from './serving.js';

const MB = 1024 * 1024;

/** Runs the gateway as `serve` does, so that what is confirmed is kept, and writes down what one of its feeds hears. */
export const record: CliCommand = {
  usage: 'record <feed> --config FILE --out FILE [--max-mb N]',
  about:
    'run the gateway as serve does, and write what one feed (its source) hears to a new file, raw, with times and connections, until it has 100 MB; the file holds personal data',
  async run(args, io) {
    const text = { type: 'string' } as const;
    const { values, positionals } = readArgs(args, { config: text, out: text, 'max-mb': text }, { most: 1 });
    const source = need(positionals[0], 'The feed');
    const file = resolve(need(values.out, '--out'));
    const mostMb = values['max-mb'] ?? '100';
    if (!/^[1-9]\d{0,5}$/.test(mostMb)) throw new UsageError('--max-mb takes whole megabytes.');
    const config = await configured(values.config, io);
    if (!config) return 1;
    oneOf(
      source,
      config.feeds.map((feed) => feed.source),
      'feed',
    );
    let recorder: Recorder | undefined;
    io.err(`${file} will hold ${HOLDS}.\n`);
    try {
      return await serveUntilSignal(config, io, {
        hear: {
          source,
          feed(feed, { use, packets }) {
            recorder = createRecorder({
              ...{ file, source, packets },
              feed: use,
              begun: systemClock.now(),
              most: Number(mostMb) * MB,
              stopped: (why) => io.err(`${why}\n`),
            });
            return recorder.hear(feed);
          },
        },
      });
    } finally {
      recorder?.close();
      io.err(`${recorder?.bytes ?? 0} bytes are in ${file}.\n`);
    }
  },
};
