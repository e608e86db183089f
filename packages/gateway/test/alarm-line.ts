import { connect, type Socket } from 'node:net';
import { decodeGbt26875, encodeGbt26875 } from '@yingji/adapters/gbt26875';

/** The frame of the n-th detector's fire alarm, always the same bytes: sent again, it is a retry. */
export function alarmFrame(n: number): Uint8Array {
  const unit = new Uint8Array(48);
  unit.set([2, 1, 1, 1, 40, n & 255, n >> 8, 1, 0, 2, 0]);
  unit.set([0, 0, 16, 12, 6, 26], 42);
  const time = '2026-06-12T16:00:00';
  return encodeGbt26875({
    serial: n,
    version: { major: 1, user: 0 },
    time,
    source: 5001,
    destination: 1,
    command: 2,
    unit,
  });
}

const NEVER = new AbortController().signal;

interface Reporting {
  readonly ahead?: number;
  readonly opened?: () => void;
  readonly stop?: AbortSignal;
}

/**
 * Sends alarms over one connection and notes which were confirmed, until all are or the line breaks; of more than `ahead` at once
 * no answer is outstanding. Calls `opened` once the connection stands, and gives up where it is told to `stop`.
 */
export async function report(
  port: number,
  numbers: readonly number[],
  confirmed: Set<number>,
  { ahead = Infinity, opened, stop = NEVER }: Reporting = {},
): Promise<void> {
  const socket = await dial(port, stop);
  if (!socket) return;
  stop.addEventListener('abort', () => socket.destroy(), { once: true });
  opened?.();
  let bytes = Buffer.alloc(0);
  const left = new Set(numbers);
  let sent = 0;
  const send = (): void => {
    for (; sent < numbers.length && sent - (numbers.length - left.size) < ahead; sent += 1)
      socket.write(alarmFrame(numbers[sent]!));
  };
  const done = new Promise<void>((resolve) => {
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let read = decodeGbt26875(bytes); read.frame; read = decodeGbt26875(bytes)) {
        bytes = bytes.subarray(read.length);
        if (read.frame.command !== 3) continue;
        confirmed.add(read.frame.serial);
        left.delete(read.frame.serial);
      }
      if (left.size === 0) socket.end();
      else send();
    });
  });
  send();
  await done;
}

async function dial(port: number, stop: AbortSignal): Promise<Socket | undefined> {
  for (let tries = 0; ; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    if (stop.aborted) socket.destroy();
    if (stop.aborted) return undefined;
    if (open) return socket;
    if (tries > 600) throw new Error(`nobody listens on ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
