import { systemClock, type Logger } from '@yingji/core';
import { placeOf } from '../error-place.js';
import type { GatewayConfig } from '../config/schema.js';
import { createGateway, type GatewayOptions } from '../gateway.js';
import { createJsonLogger } from '../logger.js';
import type { ExitCode, Io } from './io.js';
import { aborted, untilSignal } from './until-signal.js';

/** Runs a gateway until told to stop. Standard output gets one line once it is ready; the log goes to standard error. */
export async function serveUntilSignal(
  config: GatewayConfig,
  io: Io,
  more: Pick<GatewayOptions, 'hear'> = {},
): Promise<ExitCode> {
  const logger: Logger = createJsonLogger({ level: config.log.level, clock: systemClock, write: io.err });
  process.on('uncaughtException', (error) => {
    logger.write('error', 'uncaught', placeOf(error));
    process.exit(1);
  });
  const stopped = aborted(untilSignal().stop);
  const gateway = await createGateway(config, { ...more, logger });
  io.out(`ready ${gateway.url}\n`);
  const failure = await Promise.race([stopped, gateway.failed]);
  await gateway.close();
  if (!failure) return 0;
  io.err(`${failure.message}\n`);
  return 1;
}
