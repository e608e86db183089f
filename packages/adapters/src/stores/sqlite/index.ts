export { createSqliteStore, type SqliteFacts, type SqliteOptions, type SqliteStore } from './sqlite-store.js';
export type { Pruned } from './upkeep.js';
