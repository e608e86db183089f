export type { SqliteFacts } from './database.js';
export { createSqliteStore, type SqliteOptions, type SqliteStore } from './sqlite-store.js';
export type { Keep, Retained } from '@yingji/core';
export type { Pruned } from './upkeep.js';
export { restoreSqlite, type Restored, type RestoreOptions } from './restore.js';
