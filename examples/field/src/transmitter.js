import net from 'node:net';
import { timeLabel } from './beijing-time.js';
import { answerControl, answerRequest } from './centre-asks.js';
import { COMMAND, createSplitter, encodeFrame } from './frame.js';
import { createRandom } from './random.js';
import { encodeUnit } from './unit.js';
import { onTheLine } from './wrong.js';

/**
 * @typedef {{ outcome: 'confirmed' | 'denied' | 'dropped' | 'stopped', tries: number }} SendResult
 *   dropped: the queue was full; stopped: the device was switched off first
 * @typedef {{ unit: Buffer, serial: number, frame: Buffer, urgent: boolean, tries: number, wrong: import('./wrong.js').Wrong | undefined,
 *   done: (result: SendResult) => void }} Outgoing
 * @typedef {{
 *   host: string, port: number, address: number,
 *   centre?: number,
 *   site?: import('./town.js').Site,
 *   random?: import('./random.js').Random,
 *   now?: () => number,
 *   signal?: AbortSignal,
 *   heartbeatMs?: readonly [number, number],
 *   timeoutMs?: number,
 *   tries?: number,
 *   backoffMs?: readonly [number, number],
 *   queueLimit?: number,
 *   onEvent?: (event: { what: string, address: number, detail?: string }) => void,
 * }} TransmitterOptions
 * @typedef {ReturnType<typeof createTransmitter>} Transmitter
 */

/**
 * A user-information transmission device (用户信息传输装置): one TCP connection to the centre, one frame at a time, each sent
 * again until it is confirmed (10 s, three tries, then the link counts as failed), reconnecting with growing pauses.
 * What was not confirmed when a link failed goes first on the next one, byte for byte as before.
 * @param {TransmitterOptions} options
 */
export function createTransmitter(options) {
  const {
    host,
    port,
    address,
    centre = 1,
    site,
    random = createRandom(address % 0xffffffff),
    now = Date.now,
    signal,
  } = options;
  const {
    heartbeatMs = [20_000, 30_000],
    timeoutMs = 10_000,
    tries = 3,
    backoffMs = [1_000, 30_000],
    queueLimit = 64,
  } = options;
  const tell = (/** @type {string} */ what, /** @type {string} */ detail = '') =>
    options.onEvent?.({ what, address, detail });
  const count = { sent: 0, confirmed: 0, denied: 0, timeouts: 0, connects: 0, unexpected: 0 };

  /** @type {net.Socket | undefined} */
  let socket;
  /** @type {Outgoing[]} */
  const queue = [];
  /** @type {Outgoing | undefined} */
  let flight;
  let [serial, failures, clockOffset, connected, stopped] = [0, 0, 0, false, false];
  /** @type {Set<NodeJS.Timeout>} */
  const timers = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let waiting;
  let markConnected = () => {};
  let markClosed = () => {};
  let markIdle = () => {};
  const firstConnected = new Promise((resolve) => (markConnected = () => resolve(undefined)));
  const closed = new Promise((resolve) => (markClosed = () => resolve(undefined)));
  /** @type {Promise<unknown> | undefined} */
  let idle;

  const clock = () => now() + clockOffset;
  const after = (/** @type {number} */ ms, /** @type {() => void} */ act) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const forget = (/** @type {NodeJS.Timeout | undefined} */ timer) => {
    clearTimeout(timer);
    if (timer) timers.delete(timer);
  };
  const nextSerial = () => (serial = (serial + 1) & 0xffff);
  const make = (/** @type {Buffer} */ unit, /** @type {number} */ of, /** @type {number} */ command = COMMAND.send) =>
    encodeFrame({ serial: of, source: address, destination: centre, command, time: clock(), unit });

  function connect() {
    const line = net.connect({ host, port, noDelay: true });
    const splitter = createSplitter();
    socket = line;
    line.on('connect', () => {
      connected = true;
      count.connects += 1;
      tell('connected');
      markConnected();
      pump();
    });
    line.on('data', (chunk) => {
      failures = 0;
      for (const frame of splitter.push(chunk)) receive(frame);
    });
    line.on('error', (error) => tell('line-error', /** @type {NodeJS.ErrnoException} */ (error).code ?? error.message));
    line.on('end', () => line.destroy());
    line.on('close', () => lost());
  }

  function lost() {
    connected = false;
    forget(waiting);
    if (flight) {
      flight.tries = 0;
      queue.unshift(flight);
      flight = undefined;
    }
    if (stopped) return markClosed();
    failures += 1;
    const longest = Math.min(backoffMs[1], backoffMs[0] * 2 ** Math.min(failures - 1, 16));
    const pause = longest * (0.5 + random.next() / 2);
    tell('disconnected', `again in ${Math.round(pause)} ms`);
    after(pause, connect);
  }

  function pump() {
    if (!connected || flight || queue.length === 0) return queue.length === 0 && !flight ? markIdle() : undefined;
    flight = queue.shift();
    transmit();
  }

  function transmit() {
    if (!flight || !socket) return;
    const current = flight;
    current.tries += 1;
    count.sent += 1;
    const stray = () => make(Buffer.alloc(0), nextSerial());
    const { chunks, drop, again } = onTheLine({ frame: current.frame, wrong: current.wrong, random, stray });
    current.wrong = undefined;
    const line = socket;
    chunks.forEach((chunk, i) => (i === 0 ? line.write(chunk) : after(40 * i, () => line.write(chunk))));
    if (drop) return void after(50, () => line.destroy());
    if (again) after(3_000, () => connected && socket?.write(current.frame));
    waiting = after(timeoutMs, () => {
      count.timeouts += 1;
      if (current.tries < tries) return transmit();
      tell('no-answer', `serial ${current.serial}`);
      line.destroy();
    });
  }

  function receive(/** @type {import('./frame.js').ReceivedFrame} */ frame) {
    if (frame.command === COMMAND.control || frame.command === COMMAND.request) return asked(frame);
    if (!flight || frame.serial !== flight.serial || frame.destination !== address) return void (count.unexpected += 1);
    if (frame.command !== COMMAND.confirm && frame.command !== COMMAND.deny) return void (count.unexpected += 1);
    forget(waiting);
    const { tries: tried, done } = flight;
    if (frame.command === COMMAND.deny) {
      count.denied += 1;
      tell('denied', `serial ${frame.serial}`);
      if (tried < tries) return void (waiting = after(Math.min(500, timeoutMs), transmit));
    } else count.confirmed += 1;
    flight = undefined;
    done({ outcome: frame.command === COMMAND.confirm ? 'confirmed' : 'denied', tries: tried });
    pump();
  }

  function asked(/** @type {import('./frame.js').ReceivedFrame} */ { command, serial: of, unit }) {
    const answer = command === COMMAND.control ? answerControl(unit) : answerRequest({ unit, site, now: clock() });
    tell(command === COMMAND.control ? 'control' : 'request', `type ${unit[0] ?? 'none'}`);
    if (answer.clock !== undefined) clockOffset = answer.clock - now();
    socket?.write(make(answer.unit ?? Buffer.alloc(0), of, answer.command));
    // Somebody has to walk to the device to answer a post check.
    if (answer.postCheck)
      after(
        random.int(2_000, 8_000),
        () => void send(encodeUnit(24, [{ operation: 0x20, operator: 1, time: clock() }])),
      );
  }

  function beat() {
    if (connected && !flight && queue.length === 0) void send(Buffer.alloc(0));
    after(random.int(heartbeatMs[0], heartbeatMs[1]), beat);
  }

  /**
   * Sends one application unit (empty: a heartbeat) and tells how it went. An urgent one goes before all that waits.
   * @param {Buffer} unit
   * @param {{ urgent?: boolean, wrong?: import('./wrong.js').Wrong }} [how]
   * @returns {Promise<SendResult>}
   */
  function send(unit, { urgent = false, wrong } = {}) {
    if (stopped) return Promise.resolve({ outcome: 'stopped', tries: 0 });
    if (queue.length >= queueLimit) {
      const spare = queue.findIndex((waits) => !waits.urgent);
      queue.splice(Math.max(spare, 0), 1)[0]?.done({ outcome: 'dropped', tries: 0 });
    }
    const own = nextSerial();
    const body = wrong === 'vendor-type' ? Buffer.from([128, 1, 1, 2, 3, 4]) : unit;
    const label = timeLabel(clock());
    if (wrong === 'month-13') label[4] = 13;
    const frame = encodeFrame({
      serial: own,
      source: address,
      destination: centre,
      command: COMMAND.send,
      time: label,
      unit: body,
    });
    return new Promise((done) => {
      const entry = { unit: body, serial: own, frame, urgent, tries: 0, wrong, done };
      const before = urgent ? queue.findIndex((waits) => !waits.urgent) : -1;
      if (before < 0) queue.push(entry);
      else queue.splice(before, 0, entry);
      pump();
    });
  }

  /** Switches the device off; resolves when its socket is closed. */
  function close() {
    if (stopped) return closed;
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    for (const waits of flight ? [flight, ...queue] : queue) waits.done({ outcome: 'stopped', tries: waits.tries });
    queue.length = 0;
    flight = undefined;
    markIdle();
    if (socket && !socket.closed) socket.destroy();
    else markClosed();
    return closed;
  }

  if (signal?.aborted) void close();
  else {
    const stop = () => void close();
    signal?.addEventListener('abort', stop, { once: true });
    void closed.then(() => signal?.removeEventListener('abort', stop));
    connect();
    after(random.int(Math.min(1_000, heartbeatMs[0]), heartbeatMs[1]), beat);
  }

  return {
    address,
    count,
    /** The device's own clock, epoch ms. */
    clock,
    setClock: (/** @type {number} */ ms) => void (clockOffset = ms - now()),
    get connected() {
      return connected;
    },
    /** Frames that wait for a confirm. */
    get pending() {
      return queue.length + (flight ? 1 : 0);
    },
    /** Resolves at the first connection. */
    firstConnected,
    /** Resolves when nothing waits any more. */
    drained() {
      if (queue.length === 0 && !flight) return Promise.resolve();
      idle ??= new Promise((resolve) => {
        markIdle = () => {
          idle = undefined;
          markIdle = () => {};
          resolve(undefined);
        };
      });
      return idle;
    },
    send,
    close,
    closed,
  };
}

/**
 * The same, awaited until the device is on line.
 * @param {TransmitterOptions} options
 */
export async function connectTransmitter(options) {
  const transmitter = createTransmitter(options);
  await Promise.race([transmitter.firstConnected, transmitter.closed]);
  return transmitter;
}
