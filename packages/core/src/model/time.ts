/** RFC 3339 text with an offset, milliseconds at most. Compared by value (`Date.parse`), never as text. */
export type Instant = string & { readonly __brand: 'instant' };

/** A time of a source further ahead of ours than this, in milliseconds, is of a wrong clock: of the source, or by now of ours. */
export const CLOCK_AHEAD_MS = 5 * 60_000;

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

/** The last instant written, and those read lately: one is asked for again and again on the way of one message. */
const written = { ms: NaN, text: '' as Instant };
const READ = 1024;
const LONGEST = 32;
const read = { texts: Array.from({ length: READ }, () => ''), ms: new Float64Array(READ).fill(NaN) };
/** The last text that was found to be a real instant with an offset. */
let sound: string | undefined;

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
  if (text !== sound && RFC3339.test(text) && !Number.isNaN(millis(text as Instant))) sound = text;
  return text === sound ? (text as Instant) : undefined;
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function millis(instant: Instant): number {
  // Other texts than instants come this way too; what is far too long is not kept.
  if (typeof instant !== 'string' || instant.length > LONGEST) return Date.parse(instant);
  const end = instant.length;
  // By its last digits and its seconds, which differ where instants lie close together: devices often tell whole seconds alone.
  const last = instant.charCodeAt(end - 2) + 10 * instant.charCodeAt(end - 3) + 100 * instant.charCodeAt(end - 4);
  const place = (last + 331 * instant.charCodeAt(18)) & (READ - 1);
  if (read.texts[place] !== instant) {
    read.texts[place] = instant;
    read.ms[place] = Date.parse(instant);
  }
  return read.ms[place]!;
}
