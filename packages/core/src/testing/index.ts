export { createEntries, detector, fireAlarm } from './entries.js';
export { createManualClock, type ManualClock } from './manual-clock.js';
export { createMemoryLogger } from './memory-logger.js';
export { createSeededIds } from './seeded-ids.js';
export { createPipe, type Pipe } from './pipe.js';
export { failingStore } from './failing-store.js';
export type { StoreCheck, StoreUnderTest } from './store-check.js';
export { storeChecks } from './store-contract.js';
export { viewChecks, type ViewCheck, type ViewUnderTest } from './view-contract.js';
