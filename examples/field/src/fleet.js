import { setMaxListeners } from 'node:events';
import { createRandom } from './random.js';
import { CENTRE } from './town.js';
import { createTransmitter } from './transmitter.js';
import { encodeUnit } from './unit.js';

/**
 * All transmission devices of a town on line. Connections begin a few at a time, as after a power cut nobody wants them together.
 *
 * @typedef {ReturnType<typeof createFleet>} Fleet
 * @param {{
 *   town: import('./town.js').Town, host: string, port: number, seed: number, signal: AbortSignal,
 *   perSecond?: number,
 *   device?: Partial<import('./transmitter.js').TransmitterOptions>,
 * }} options perSecond: new connections; device: options for each
 */
export function createFleet({ town, host, port, seed, signal, perSecond = 100, device = {} }) {
  const random = createRandom(seed).fork('fleet');
  /** @type {Map<number, import('./transmitter.js').Transmitter>} */
  const transmitters = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  let next;
  const waiting = [...town.sites];
  /** @type {(value?: undefined) => void} */
  let finish = () => {};
  const started = new Promise((resolve) => (finish = resolve));
  // Hundreds of devices hang on one switch of their own, and one on the caller's.
  const off = new AbortController();
  setMaxListeners(0, off.signal);
  const stop = () => {
    clearTimeout(next);
    off.abort();
    finish();
  };
  signal.addEventListener('abort', stop, { once: true });

  function more() {
    for (const site of waiting.splice(0, Math.max(1, Math.round(perSecond / 10)))) {
      const address = site.transmitter;
      const own = random.fork(String(address));
      transmitters.set(
        address,
        createTransmitter({ host, port, address, centre: CENTRE, site, random: own, ...device, signal: off.signal }),
      );
    }
    if (waiting.length > 0 && !signal.aborted) next = setTimeout(more, 100);
    else finish();
  }
  if (signal.aborted) stop();
  else more();

  const at = (/** @type {import('./town.js').Site} */ site) => {
    const transmitter = transmitters.get(site.transmitter);
    if (!transmitter) throw new Error(`The device of ${site.name} is not on line yet.`);
    return transmitter;
  };

  return {
    transmitters,
    /** Resolves when every device has begun to connect. */
    started,
    get connected() {
      return [...transmitters.values()].filter((one) => one.connected).length;
    },
    count() {
      const total = { sent: 0, confirmed: 0, denied: 0, timeouts: 0, connects: 0, unexpected: 0 };
      for (const { count } of transmitters.values()) {
        for (const key of /** @type {(keyof typeof total)[]} */ (Object.keys(total))) total[key] += count[key];
      }
      return total;
    },
    /**
     * A part tells its state (部件运行状态, type 2): 2 or 3 fire, 4 or 5 fault, 1 normal.
     * @param {import('./town.js').Site} site @param {import('./town.js').Detector} detector @param {number} status
     */
    state(site, detector, status) {
      if (status === 1) site.abnormal.delete(detector.address);
      else site.abnormal.set(detector.address, status);
      const { address, component, text } = detector;
      return sendAlarm(at(site), { address, component, text, status });
    },
    /**
     * Mains power of the device itself (type 21).
     * @param {import('./town.js').Site} site @param {boolean} fault
     */
    mains(site, fault) {
      site.mainsFault = fault;
      const transmitter = at(site);
      return transmitter.send(encodeUnit(21, [{ status: fault ? 0x09 : 0x01, time: transmitter.clock() }]), {
        urgent: fault,
      });
    },
    /**
     * An act at the controller (type 4): bit 0 reset, bit 1 silence.
     * @param {import('./town.js').Site} site @param {number} operation
     */
    operate(site, operation) {
      const transmitter = at(site);
      return transmitter.send(
        encodeUnit(4, [{ system: 1, systemAddress: 1, operation, operator: 1, time: transmitter.clock() }]),
      );
    },
    /**
     * A measured value (type 3).
     * @param {import('./town.js').Site} site @param {import('./town.js').Detector} detector @param {{ analog: number, value: number }} measured
     */
    measure(site, { component, address }, measured) {
      const transmitter = at(site);
      return transmitter.send(encodeUnit(3, [{ component, address, ...measured, time: transmitter.clock() }]));
    },
    /** Resolves when nothing waits for a confirm anywhere. */
    drained: () => Promise.all([...transmitters.values()].map((one) => one.drained())),
    /** Resolves after the signal, when every socket is closed. */
    closed: started.then(() => Promise.all([...transmitters.values()].map((one) => one.closed))),
  };
}

/**
 * One state of one part over one device; status 02 00 (fire, normal bit 0) where nothing else is said.
 * @param {import('./transmitter.js').Transmitter} transmitter
 * @param {import('./unit.js').UnitObject & { address: number }} part
 * @param {{ wrong?: import('./wrong.js').Wrong }} [how]
 */
export function sendAlarm(transmitter, part, how = {}) {
  const status = part.status ?? 0x0002;
  const object = { component: 42, text: '演练', time: transmitter.clock(), ...part, status };
  return transmitter.send(encodeUnit(2, [object]), { ...how, urgent: (status & 0x0002) !== 0 });
}
