import { availableParallelism } from 'node:os';

/**
 * How a host is started that takes thousands of messages a second, as packages/gateway/README.md says: what is under way between
 * a message and its confirmation would else outlive the young generation of V8, 16 MB, and be moved among what lives for ever. On
 * two processors one helper collects: of four, each would take the turn of the thread that messages wait for.
 */
export const HOST_FLAGS = ['--max-semi-space-size=64', ...(availableParallelism() <= 2 ? ['--v8-pool-size=1'] : [])];
