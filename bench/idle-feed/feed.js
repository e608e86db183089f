import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { feed as gas } from '../../examples/04-own-adapter/feed.js';

// The example of a vendor's feed, which says what its thread holds once it has been idle for a while.
const IDLE_MS = 500;

function configure(config) {
  const made = gas.configure(config);
  if ('issues' in made) return made;
  const open = async (context, stop) => {
    const session = await made.feed.open(context, stop);
    setTimeout(() => {
      setFlagsFromString('--expose_gc');
      runInNewContext('gc')();
      const { used_heap_size: heap, external_memory: outside } = getHeapStatistics();
      context.logger.write('info', 'holds', { bytes: heap + outside });
    }, IDLE_MS);
    return session;
  };
  return { feed: { ...made.feed, open } };
}

export const feed = { ...gas, configure };
