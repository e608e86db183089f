import type { Clock, JsonObject, Logger } from '@yingji/core';

export type Level = 'debug' | 'info' | 'warn' | 'error';
const RANK: { readonly [level in Level]: number } = { debug: 0, info: 1, warn: 2, error: 3 };

/** One JSON line for each event: `{"t","level","code","data"}`. What goes into `data` is the caller's duty: no personal data, no secret. */
export function createJsonLogger(options: {
  readonly level: Level;
  readonly clock: Pick<Clock, 'now'>;
  readonly write: (line: string) => void;
}): Logger {
  const from = RANK[options.level];
  return {
    write(level, code, data?: JsonObject) {
      if (RANK[level] < from) return;
      options.write(`${JSON.stringify({ t: options.clock.now(), level, code, data })}\n`);
    },
  };
}
