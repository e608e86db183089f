/** RFC 3339 text with an offset, milliseconds at most. Compared by value (`Date.parse`), never as text. */
export type Instant = string & { readonly __brand: 'instant' };

/** A time of a source further ahead of ours than this, in milliseconds, is of a wrong clock: of the source, or by now of ours. */
export const CLOCK_AHEAD_MS = 5 * 60_000;

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

/** The last instant written and the last one read: one is asked for again and again on the way of one message. */
const written = { ms: NaN, text: '' as Instant };
const read = { ms: NaN, text: '' };

/** The instant of `ms` milliseconds after 1970-01-01T00:00:00Z, written in UTC. */
export function toInstant(ms: number): Instant {
  if (ms !== written.ms) {
    written.text = new Date(ms).toISOString() as Instant;
    written.ms = ms;
  }
  return written.text;
}

/** Reads RFC 3339 text; `undefined` when it is not a real instant with an offset. */
export function parseInstant(text: string): Instant | undefined {
  return RFC3339.test(text) && !Number.isNaN(Date.parse(text)) ? (text as Instant) : undefined;
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function millis(instant: Instant): number {
  if (instant !== read.text) {
    read.ms = Date.parse(instant);
    read.text = instant;
  }
  return read.ms;
}
