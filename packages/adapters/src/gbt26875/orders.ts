import { issue, type Clock, type Command, type Issue } from '@yingji/core';
import type { Gbt26875Frame } from './codec.js';
import type { Connection } from './connection.js';
import { clockUnit, postCheckUnit } from './encode.js';
import { COMMANDS } from './layout.js';

/** Waits of the norm: 10 s for an answer; three tries, also when it is denied. */
const ANSWER_MS = 10_000;
const TRIES = 3;
/** Transmitters behind one line that can be commanded; what claims to be more is heard, but has no way back. */
const MOST_PER_LINE = 256;

/** Commands of the centre to devices, and their answers. */
export interface Orders {
  /** Notes where a device is, and takes its answer to a command of ours. */
  heard(connection: Connection, frame: Gbt26875Frame): void;
  gone(connection: Connection): void;
  execute(command: Command): Promise<readonly Issue[]>;
}

/** The way to a device: its line, what it calls us, and the version it speaks. */
interface Way {
  readonly connection: Connection;
  readonly centre: number;
  readonly version: Gbt26875Frame['version'];
}

export function createOrders({ clock, stop, local }: { clock: Clock; stop: AbortSignal; local: () => string }): Orders {
  const ways = new Map<number, Way>();
  const behind = new Map<Connection, Set<number>>();
  const waiting = new Map<string, (command: number) => void>();
  let serial = 0;

  async function send(to: string, unit: () => Uint8Array): Promise<readonly Issue[]> {
    serial = (serial + 1) & 0xffff;
    const mine = serial;
    const address = Number(to);
    const name = `${address}.${mine}`;
    let denied = false;
    for (let left = TRIES; left > 0 && !stop.aborted; left -= 1) {
      const way = ways.get(address);
      if (!way) return [refuse('device-not-connected', `${address} is not on the line; try again when it is.`)];
      const { connection, centre, version } = way;
      const patience = new AbortController();
      const answer = new Promise<number>((resolve) => waiting.set(name, resolve));
      connection.send({
        serial: mine,
        version,
        source: centre,
        destination: address,
        command: COMMANDS.control,
        unit: unit(),
      });
      const end = (): void => patience.abort();
      stop.addEventListener('abort', end, { once: true });
      const command = await Promise.race([answer, clock.sleep(ANSWER_MS, patience.signal).then(() => undefined)]);
      stop.removeEventListener('abort', end);
      end();
      waiting.delete(name);
      if (command === COMMANDS.confirm) return [];
      denied = command === COMMANDS.deny;
    }
    if (stop.aborted)
      return [refuse('feed-stopped', `the feed stopped before ${address} answered; it may have obeyed.`)];
    if (denied)
      return [
        refuse('device-denied', `${address} denied the command; it was sent ${TRIES} times. Look at the device.`),
      ];
    return [
      refuse('device-silent', `${address} did not answer ${TRIES} times in ${ANSWER_MS / 1000} s; look at the line.`),
    ];
  }

  function remember(connection: Connection, { source, destination, version }: Gbt26875Frame): void {
    const addresses = behind.get(connection) ?? new Set<number>();
    if (!addresses.has(source) && addresses.size >= MOST_PER_LINE) return;
    behind.set(connection, addresses.add(source));
    ways.set(source, { connection, centre: destination, version });
  }

  return {
    heard(connection, frame) {
      remember(connection, frame);
      // A frame of its own may bear the same serial number: the device counts for itself.
      if (frame.command === COMMANDS.confirm || frame.command === COMMANDS.deny)
        waiting.get(`${frame.source}.${frame.serial}`)?.(frame.command);
    },
    gone(connection) {
      for (const address of behind.get(connection) ?? [])
        if (ways.get(address)?.connection === connection) ways.delete(address);
      behind.delete(connection);
    },
    execute({ name, input }) {
      const { native, minutes } = (input ?? {}) as { native?: unknown; minutes?: unknown };
      // A detector is named by its transmitter first, and that is what has a line.
      const address = /^(\d{1,15})(?:-|$)/.exec(String(native))?.[1];
      if (address === undefined)
        return Promise.resolve([
          refuse(
            'invalid-input',
            'its native address does not begin with the number of a transmitter; mend the register.',
          ),
        ]);
      if (name === 'sync-clock') return send(address, () => clockUnit(local()));
      if (name !== 'check-post')
        return Promise.resolve([
          refuse('cannot-execute', `GB/T 26875.3 has no ${name}; it has sync-clock and check-post.`),
        ]);
      if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > 255)
        return Promise.resolve([refuse('invalid-input', 'minutes is a whole number from 1 to 255.')]);
      return send(address, () => postCheckUnit(minutes));
    },
  };
}

const refuse = (code: string, message: string): Issue => issue(code, message, { path: '/input' });
