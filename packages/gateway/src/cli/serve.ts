import { systemClock } from '@yingji/core';
import { placeOf } from '../error-place.js';
import { createGateway } from '../gateway.js';
import { createJsonLogger } from '../logger.js';
import { configured, readConfigArgs } from './configured.js';
import type { CliCommand } from './io.js';
import { aborted, untilSignal } from './until-signal.js';

/** Runs a gateway until told to stop. Standard output gets one line once it is ready; the log goes to standard error. */
export const serve: CliCommand = {
  usage: 'serve --config FILE',
  about: 'run the gateway; SIGTERM or SIGINT stops it in order, a second one at once',
  async run(args, io) {
    const config = await configured(readConfigArgs(args), io);
    if (!config) return 1;
    const logger = createJsonLogger({ level: config.log.level, clock: systemClock, write: io.err });
    process.on('uncaughtException', (error) => {
      logger.write('error', 'uncaught', placeOf(error));
      process.exit(1);
    });
    const stopped = aborted(untilSignal());
    const gateway = await createGateway(config, { logger });
    io.out(`ready ${gateway.url}\n`);
    const failure = await Promise.race([stopped, gateway.failed]);
    await gateway.close();
    if (!failure) return 0;
    io.err(`${failure.message}\n`);
    return 1;
  },
};
