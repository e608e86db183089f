// Devices in a process of their own: one connection each, one frame at a time, the next one only when the one before is confirmed,
// as GB/T 26875.3 has it. By the encoder of examples/field, which shares no code with the SDK.
import { once } from 'node:events';
import { connect } from 'node:net';
import { timeLabel } from '../../examples/field/src/beijing-time.js';
import { COMMAND, createSplitter, encodeFrame } from '../../examples/field/src/frame.js';
import { encodeUnit } from '../../examples/field/src/unit.js';
import { componentAt, DETECTORS, TRANSMITTERS, transmitterAt } from './town.mjs';

const STATES = [0x0004, 0x0001];
/** Of an object of type 2. */
const OBJECT = { bytes: 46, status: 7, time: 40 };

let confirmed = () => undefined;

/** A device: frames of so many objects, over all its detectors in turn, fault and normal in turn. */
async function device(n, port) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const splitter = createSplitter();
  let [serial, units, turn, size] = [0, [], 0, 0];
  const own = { send, since: 0 };
  socket.on('data', (chunk) => {
    for (const frame of splitter.push(chunk)) {
      if (frame.command !== COMMAND.confirm || frame.serial !== serial)
        throw new Error(`device ${n}: answered by ${frame.command} to ${frame.serial}, not to ${serial}`);
      confirmed(own);
    }
  });
  socket.on('close', () => process.exit(1));

  /** Made once for each size: what changes from frame to frame is written into it. */
  function prepare(objects) {
    const all = Array.from({ length: DETECTORS }, (_, at) => ({
      ...{ system: 1, systemAddress: 1, component: 40, address: componentAt(at), status: 0, time: Date.now() },
      text: `演练${(n % 30) + 1}栋${at + 1}号感烟`,
    }));
    units = Array.from({ length: Math.floor(DETECTORS / objects) }, (_, i) =>
      encodeUnit(2, all.slice(i * objects, (i + 1) * objects)),
    );
    size = objects;
  }

  function send(objects, since, label) {
    if (size !== objects) prepare(objects);
    const unit = units[turn % units.length];
    const state = STATES[Math.floor(turn / units.length) % STATES.length];
    turn += 1;
    for (let at = 2; at < unit.length; at += OBJECT.bytes) {
      unit.writeUInt16LE(state, at + OBJECT.status);
      unit.set(label, at + OBJECT.time);
    }
    serial = (serial + 1) & 0xffff;
    own.since = since;
    const source = transmitterAt(n);
    socket.write(encodeFrame({ serial, source, destination: 1, command: COMMAND.send, time: label, unit }));
  }
  return own;
}

/**
 * Sends frames and waits until all are confirmed. Without a rate each device sends as soon as it may. With one, frames fall due at that
 * rate whatever the host does, and one that must wait for a device that is free has waited from then on.
 */
async function play(devices, { objects, frames, framesPerSecond }) {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  let label = timeLabel(Date.now());
  const ticking = setInterval(() => (label = timeLabel(Date.now())), 250);
  const free = [...devices];
  const waits = [];
  let sent = 0;
  const dueAt = (n) => (framesPerSecond === undefined ? performance.now() : began + (n * 1000) / framesPerSecond);
  const sendDue = () => {
    while (sent < frames && free.length > 0) {
      const due = dueAt(sent);
      if (due > performance.now()) return;
      sent += 1;
      free.shift().send(objects, due, label);
    }
  };
  const all = new Promise((resolve) => {
    confirmed = (device) => {
      waits.push(performance.now() - device.since);
      free.push(device);
      if (waits.length === frames) resolve();
      else sendDue();
    };
  });
  const pacing = setInterval(sendDue, 1);
  sendDue();
  await all;
  clearInterval(pacing);
  clearInterval(ticking);
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - began;
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.floor(waits.length * share)];
  process.send({ ms, cpuMs: (user + system) / 1000, p50: at(0.5), p99: at(0.99) });
}

process.once('message', async ({ port }) => {
  const devices = await Promise.all(Array.from({ length: TRANSMITTERS }, (_, n) => device(n, port)));
  process.on('message', (asked) => void play(devices, asked));
  process.send({ connected: devices.length });
});
