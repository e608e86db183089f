import { live } from './live.bench.mjs';

export const bench = live('live queries, 1,000,000 entities', { size: 1_000_000, perRound: 1 }, [
  { ours: 'yingji', peer: 'MobX', atLeast: 60 },
  { ours: 'yingji', peer: 'Map.set and a counter', atLeast: 1 / 3 },
]);
