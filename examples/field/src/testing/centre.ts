import net from 'node:net';
import type { AddressInfo } from 'node:net';

/** One packet as the centre read it, by offsets of GB/T 26875.3-2011 counted here once more; nothing of the sender is used. */
export interface Heard {
  readonly serial: number;
  readonly label: readonly number[];
  readonly source: bigint;
  readonly destination: bigint;
  readonly command: number;
  readonly unit: Uint8Array;
  readonly raw: string;
  /** What is wrong with it; absent = nothing. */
  readonly wrong?: 'checksum';
}

export type Reply = 'confirm' | 'deny' | 'ignore';

const HEAD = 27;
const TAIL = 3;

/** A monitoring centre that keeps the norm and remembers all it heard. `reply` decides; by default wrong sums are denied. */
export async function startCentre(
  reply: (heard: Heard, nth: number) => Reply = (heard) => (heard.wrong ? 'deny' : 'confirm'),
) {
  const heard: Heard[] = [];
  const sockets = new Set<net.Socket>();
  const skipped = { bytes: 0 };
  const count = { connections: 0 };
  const server = net.createServer((socket) => {
    sockets.add(socket);
    count.connections += 1;
    let rest = new Uint8Array(0);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      rest = Uint8Array.from([...rest, ...chunk]);
      for (;;) {
        const step = take(rest);
        if (step === 'more') return;
        rest = rest.slice(step.used);
        if (!step.heard) skipped.bytes += step.used;
        else {
          heard.push(step.heard);
          const verdict = reply(step.heard, heard.length);
          if (verdict !== 'ignore') socket.write(centreFrame(verdict === 'confirm' ? 3 : 6, step.heard));
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    skipped,
    count,
    sockets,
    /** Sends a control (1) or a request (4) to every device. */
    say(command: number, unit: readonly number[], serial = 500) {
      for (const socket of sockets) socket.write(centreFrame(command, { serial, source: 0n, destination: 1n }, unit));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A lone wrong sum still has a frame around it, so it is told apart from noise: start, length and end all fit. */
function take(bytes: Uint8Array): 'more' | { used: number; heard?: Heard } {
  if (bytes.length < HEAD + TAIL) return 'more';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const n = view.getUint16(24, true);
  if (view.getUint16(0) !== 0x4040 || n > 1024) return { used: 1 };
  const size = HEAD + n + TAIL;
  if (bytes.length < size) return 'more';
  if (view.getUint16(size - 2) !== 0x2323) return { used: 1 };
  const total = bytes.slice(2, HEAD + n).reduce((sum, byte) => sum + byte, 0);
  const right = total % 256 === bytes[HEAD + n];
  const u48 = (at: number): bigint => BigInt(view.getUint32(at, true)) + (BigInt(view.getUint16(at + 4, true)) << 32n);
  return {
    used: size,
    heard: {
      serial: view.getUint16(2, true),
      label: [...bytes.slice(6, 12)],
      source: u48(12),
      destination: u48(18),
      command: bytes[26]!,
      unit: bytes.slice(27, 27 + n),
      raw: Buffer.from(bytes.slice(0, size)).toString('hex'),
      ...(right ? {} : { wrong: 'checksum' as const }),
    },
  };
}

function centreFrame(
  command: number,
  to: { serial: number; source: bigint; destination: bigint },
  unit: readonly number[] = [],
): Uint8Array {
  const six = (value: bigint): number[] => [0, 1, 2, 3, 4, 5].map((i) => Number((value >> BigInt(8 * i)) & 0xffn));
  const inside = [
    ...[to.serial & 0xff, to.serial >> 8, 1, 0, 0, 0, 16, 12, 6, 26],
    ...six(to.destination),
    ...six(to.source),
    ...[unit.length & 0xff, unit.length >> 8, command],
    ...unit,
  ];
  return Uint8Array.from([0x40, 0x40, ...inside, inside.reduce((sum, byte) => sum + byte, 0) % 256, 0x23, 0x23]);
}

/** Fields of a type 2 unit with one object. */
export function readPart(unit: Uint8Array) {
  const view = new DataView(unit.buffer, unit.byteOffset, unit.length);
  return {
    type: unit[0],
    objects: unit[1],
    component: unit[4],
    address: view.getUint32(5, true),
    status: view.getUint16(9, true),
    text: new TextDecoder('gb18030').decode(unit.slice(11, 42)).replace(/[\0 ]+$/, ''),
    label: [...unit.slice(42, 48)],
  };
}

/** Waits until something holds, and says what did not. How long is patience and nothing that is measured. */
export async function until(what: string, holds: () => boolean, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
