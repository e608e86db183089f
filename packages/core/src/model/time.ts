/** RFC 3339 text with an offset, milliseconds at most. Compared by value (`Date.parse`), never as text. */
export type Instant = string & { readonly __brand: 'instant' };

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

/** The instant of `ms` milliseconds after 1970-01-01T00:00:00Z, written in UTC. */
export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString() as Instant;
}

/** Reads RFC 3339 text; `undefined` when it is not a real instant with an offset. */
export function parseInstant(text: string): Instant | undefined {
  return RFC3339.test(text) && !Number.isNaN(Date.parse(text)) ? (text as Instant) : undefined;
}

/** The last text read and its value: one instant is asked for again and again on the way of one message. */
const last = { text: '', value: NaN };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function millis(instant: Instant): number {
  if (instant !== last.text) {
    last.text = instant;
    last.value = Date.parse(instant);
  }
  return last.value;
}
