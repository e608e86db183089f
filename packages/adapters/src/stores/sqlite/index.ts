export type { SqliteFacts } from './database.js';
export { createSqliteStore, type SqliteOptions, type SqliteStore } from './sqlite-store.js';
export type { Keep, Retained } from './retention.js';
export type { Pruned } from './upkeep.js';
