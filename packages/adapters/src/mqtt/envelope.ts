/**
 * A message as it is read, kept and replayed: three parts with a line feed between. The topic; the mark that tells it from one of the
 * same text (the packet identifier, and how many of that text came under it); the payload as it came, or its beginning.
 */
export interface Envelope {
  readonly topic: string;
  readonly mark: string;
  readonly payload: Uint8Array;
}

/** The mark of what the broker kept for whoever subscribes. */
export const RETAINED = 'retained';
/** How the mark of a message begins that was too large and is only its beginning. */
export const CUT = 'cut.';

const LF = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function writeEnvelope({ topic, mark, payload }: Envelope): Uint8Array {
  const head = encoder.encode(`${topic}\n${mark}\n`);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

/** Undefined where it is none. */
export function readEnvelope(bytes: Uint8Array): Envelope | undefined {
  const first = bytes.indexOf(LF);
  const second = first < 0 ? -1 : bytes.indexOf(LF, first + 1);
  if (first < 1 || second < 0) return undefined;
  try {
    const topic = decoder.decode(bytes.subarray(0, first));
    const mark = decoder.decode(bytes.subarray(first + 1, second));
    return /^[\w.-]{1,32}$/.test(mark) ? { topic, mark, payload: bytes.subarray(second + 1) } : undefined;
  } catch {
    return undefined;
  }
}
