import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { millis, parseInstant, toInstant, YingjiError, type Heard, type Instant } from '@yingji/core';

/** First line of a recording. Version 1. */
export interface RecordingHead {
  readonly recording: 1;
  /** What the configuration names by `use`, as it is written there. */
  readonly feed: string;
  readonly source: string;
  readonly begun: Instant;
  /** Packets as they came over lines, or whole messages of a feed that tells of no packets. */
  readonly of: 'packets' | 'messages';
  /** For whoever opens it. */
  readonly holds: string;
}

/** Any other line: milliseconds since it began, the connection, and bytes in base64, or that the connection ended. */
interface RecordedLine {
  readonly ms: number;
  readonly line: string;
  readonly bytes?: string;
  readonly last?: true;
}

export const HOLDS =
  'raw messages, with whatever personal data they have: keep it as you would keep them, and delete it';
/** A line of a recording is no longer, in characters: a packet of 16 MB. */
const MOST_LINE = 24 * 1024 * 1024;

export const headLine = (head: RecordingHead): string => `${JSON.stringify(head)}\n`;

export function packetLine({ line, bytes, receivedAt, last }: Heard, begun: Instant): string {
  const ms = millis(receivedAt) - millis(begun);
  const told: RecordedLine = {
    ...{ ms, line },
    ...(bytes.byteLength > 0 && { bytes: Buffer.from(bytes).toString('base64') }),
    ...(last && { last }),
  };
  return `${JSON.stringify(told)}\n`;
}

/** Error `bad-recording`, with the line: what is no recording, of another version, or damaged. A last line cut off is passed over. */
export async function readRecording(
  file: string,
): Promise<{ readonly head: RecordingHead; readonly packets: AsyncGenerator<Heard, void, undefined> }> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })[Symbol.asyncIterator]();
  const bad = (n: number, what: string): YingjiError => new YingjiError('bad-recording', `${file}:${n}: ${what}`);
  const first = await lines.next().catch((cause: unknown) => {
    throw bad(0, `it cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}); check the path.`);
  });
  const head = parsed(first.done ? '' : first.value) as Partial<RecordingHead> | undefined;
  if (typeof head?.recording !== 'number') throw bad(1, 'this is no recording; make one with yingji record.');
  if (head.recording !== 1) throw bad(1, `it is of version ${String(head.recording)}, this program reads 1.`);
  const { feed, source, of } = head;
  const begun = parseInstant(String(head.begun));
  if (typeof feed !== 'string' || typeof source !== 'string' || !begun || (of !== 'packets' && of !== 'messages'))
    throw bad(1, 'its first line is damaged.');

  async function* packets(): AsyncGenerator<Heard, void, undefined> {
    for (let n = 2, next = await lines.next(); !next.done; n += 1) {
      const text = next.value;
      next = await lines.next();
      const packet = text.length <= MOST_LINE ? packetOf(parsed(text), begun!) : undefined;
      if (packet) yield packet;
      // Whoever recorded may have been killed in the middle of the last one.
      else if (!next.done) throw bad(n, 'this line is damaged.');
    }
  }
  return { head: { ...head, begun } as RecordingHead, packets: packets() };
}

function packetOf(given: unknown, begun: Instant): Heard | undefined {
  const { ms, line, bytes = '', last } = Object(given) as { [member in keyof RecordedLine]?: unknown };
  if (typeof ms !== 'number' || !Number.isFinite(ms) || Math.abs(ms) > 1e12 || typeof line !== 'string')
    return undefined;
  if (typeof bytes !== 'string' || (last !== undefined && last !== true)) return undefined;
  const read = new Uint8Array(Buffer.from(bytes, 'base64'));
  return { line, bytes: read, receivedAt: toInstant(millis(begun) + ms), ...(last && { last }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
