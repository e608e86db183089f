import { createSeededIds, storeChecks } from '../testing/index.js';
import { createMemoryStore } from './memory.js';

describe('memory store', () => {
  const checks = storeChecks((clock) =>
    Promise.resolve({ ...createMemoryStore({ clock, ids: createSeededIds() }), dispose: () => Promise.resolve() }),
  );
  for (const { name, run } of checks) it(name, run);
});
