import type { JsonObject } from '../json.js';

/** Structured log. `code` is a stable kebab-case word; data holds no personal data and no secret. */
export interface Logger {
  write(level: 'debug' | 'info' | 'warn' | 'error', code: string, data?: JsonObject): void;
}
