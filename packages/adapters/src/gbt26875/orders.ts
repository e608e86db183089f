import { issue, type Clock, type Command, type Issue } from '@yingji/core';
import type { Gbt26875Frame } from './codec.js';
import type { Connection } from './connection.js';
import { clockUnit, postCheckUnit } from './encode.js';
import { COMMANDS } from './layout.js';

/** Waits of the norm (6.4): 10 s for an answer, three tries. */
const ANSWER_MS = 10_000;
const TRIES = 3;

/** Commands of the centre to devices, and their answers. */
export interface Orders {
  /** Notes where a device is, and takes its answer to a command of ours. */
  heard(connection: Connection, frame: Gbt26875Frame): void;
  gone(connection: Connection): void;
  execute(command: Command): Promise<readonly Issue[]>;
}

export function createOrders({ clock, stop, local }: { clock: Clock; stop: AbortSignal; local: () => string }): Orders {
  const where = new Map<number, Connection>();
  const waiting = new Map<string, (command: number) => void>();
  let serial = 0;

  async function send(address: number, unit: () => Uint8Array): Promise<readonly Issue[]> {
    serial = (serial + 1) & 0xffff;
    const mine = serial;
    const name = `${address}.${mine}`;
    for (let left = TRIES; left > 0 && !stop.aborted; left -= 1) {
      const connection = where.get(address);
      if (!connection) return [refuse('device-not-connected', `${address} is not on the line; try again when it is.`)];
      const patience = new AbortController();
      const answer = new Promise<number>((resolve) => waiting.set(name, resolve));
      connection.send({ serial: mine, destination: address, command: COMMANDS.control, unit: unit() });
      const command = await Promise.race([answer, clock.sleep(ANSWER_MS, patience.signal).then(() => undefined)]);
      patience.abort();
      waiting.delete(name);
      if (command === COMMANDS.confirm) return [];
      if (command === COMMANDS.deny) return [refuse('device-denied', `${address} denied the command.`)];
    }
    return [
      refuse('device-silent', `${address} did not answer ${TRIES} times in ${ANSWER_MS / 1000} s; look at the line.`),
    ];
  }

  return {
    heard(connection, frame) {
      where.set(frame.source, connection);
      waiting.get(`${frame.source}.${frame.serial}`)?.(frame.command);
    },
    gone(connection) {
      for (const [address, at] of where) if (at === connection) where.delete(address);
    },
    execute({ name, input }) {
      const { address, minutes } = (input ?? {}) as { address?: unknown; minutes?: unknown };
      if (typeof address !== 'number' || !Number.isSafeInteger(address))
        return Promise.resolve([refuse('invalid-input', 'give {"address": <number of the transmitter>}.')]);
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
