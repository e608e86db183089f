import type { JsonObject } from '@yingji/core';

/** What may be logged of an unforeseen error: its name and places in the code. Its message may quote what somebody sent. */
export function placeOf(error: unknown): JsonObject {
  if (!(error instanceof Error)) return { error: typeof error };
  const where = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, where: where.slice(0, 4).map((line) => line.trim()) };
}
