import { configured, readConfigArgs } from './configured.js';
import type { CliCommand } from './io.js';
import { serveUntilSignal } from './serving.js';

/** Runs a gateway until told to stop. */
export const serve: CliCommand = {
  usage: 'serve --config FILE',
  about: 'run the gateway; SIGTERM or SIGINT stops it in order, the same one again at once',
  async run(args, io) {
    const config = await configured(readConfigArgs(args), io);
    return config ? serveUntilSignal(config, io) : 1;
  },
};
