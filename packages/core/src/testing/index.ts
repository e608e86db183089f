export { createManualClock, type ManualClock } from './manual-clock.js';
export { createMemoryLogger } from './memory-logger.js';
export { createSeededIds } from './seeded-ids.js';
