import type { Packet } from '@yingji/core/feed';

/** How much may wait before nothing more is read. */
const MOST_PACKETS = 1000;
const MOST_BYTES = 4 * 1024 * 1024;
/** As much may wait of one line, so that one that floods fills its own share and not the place of the others. */
const MOST_OF_LINE = 64;

/** Packets that wait to be taken, one of each line in turn: a flooding line does not starve the others. */
export interface Inbox {
  readonly packets: AsyncIterable<Packet>;
  add(packet: Packet): void;
  /** Whether a line may be read on. */
  hasRoom(line: string): boolean;
  /** Nothing more is taken or given. */
  close(): void;
}

/** `roomy` is told when lines may be read again that could not be. More room is for what cannot be held back at its source. */
export function createInbox(
  roomy: () => void,
  { most = MOST_PACKETS, mostOfLine = MOST_OF_LINE }: { readonly most?: number; readonly mostOfLine?: number } = {},
): Inbox {
  const waiting = new Map<string, Packet[]>();
  let [packets, bytes, ended] = [0, 0, false];
  let wake: () => void = () => undefined;
  const full = (): boolean => packets >= most || bytes >= MOST_BYTES;

  function next(): Packet | undefined {
    const [first] = waiting;
    if (!first) return undefined;
    const [line, queue] = first;
    const hadRoom = !full() && queue.length < mostOfLine;
    const packet = queue.shift()!;
    waiting.delete(line);
    if (queue.length > 0) waiting.set(line, queue);
    packets -= 1;
    bytes -= packet.bytes.byteLength;
    // Told at the turn alone: with every packet it would cost as much as there are lines.
    if (!hadRoom && !full() && queue.length < mostOfLine) roomy();
    return packet;
  }

  async function* taken(): AsyncGenerator<Packet> {
    for (;;) {
      const packet = next();
      if (packet) yield packet;
      else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    packets: taken(),
    hasRoom: (line) => !full() && (waiting.get(line)?.length ?? 0) < mostOfLine,
    add(packet) {
      if (ended) return;
      const queue = waiting.get(packet.line);
      if (queue) queue.push(packet);
      else waiting.set(packet.line, [packet]);
      packets += 1;
      bytes += packet.bytes.byteLength;
      wake();
    },
    close() {
      ended = true;
      waiting.clear();
      wake();
    },
  };
}
