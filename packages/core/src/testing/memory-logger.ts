import type { JsonObject } from '../json.js';
import type { Logger } from '../ports/logger.js';

/** Keeps what was logged, for tests to look at. */
export function createMemoryLogger(): Logger & {
  readonly lines: readonly { level: string; code: string; data?: JsonObject }[];
} {
  const lines: { level: string; code: string; data?: JsonObject }[] = [];
  return {
    lines,
    write: (level, code, data) => void lines.push(data === undefined ? { level, code } : { level, code, data }),
  };
}
