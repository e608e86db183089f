import { encodeUnit } from './unit.js';
import { sendAlarm } from './fleet.js';
import { WRONGS } from './wrong.js';

/** Mean pauses between what happens anyhow, in minutes of the town (faults, alarms, values) and in seconds of the line (wrong frames). */
export const PACE = { fault: 30, alarm: 120, measure: 15, wrongS: 30 };

/** A timer set for longer than this fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * What goes on in a town without any scene: faults and recoveries, a lone false alarm now and then (never two in one fire
 * compartment, never in busy times, some of them of parts that nobody registered), measured values, and devices that break
 * the norm a little. One device has its clock set to 2059 until the centre corrects it.
 *
 * @param {{
 *   fleet: import('./fleet.js').Fleet, town: import('./town.js').Town, random: import('./random.js').Random, signal: AbortSignal,
 *   speed: number, busy?: () => boolean, log?: (line: string) => void, pace?: Partial<typeof PACE>,
 * }} options busy: true while a scene wants the town for itself
 */
export function createBackground({
  fleet,
  town,
  random,
  signal,
  speed,
  busy = () => false,
  log = () => {},
  pace = {},
}) {
  const { fault, alarm, measure, wrongS } = { ...PACE, ...pace };
  const minute = 60_000 / speed;
  /** Fire compartments that had a false alarm, the last 200. @type {Set<string>} */
  const used = new Set();
  /** @type {Set<NodeJS.Timeout>} */
  const timers = new Set();
  const stop = () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
  signal.addEventListener('abort', stop, { once: true });
  const after = (/** @type {number} */ ms, /** @type {() => void} */ act) => {
    if (signal.aborted) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      Math.min(ms, LONGEST_TIMER),
    );
    timers.add(timer);
  };
  /** @param {number} mean ms @param {() => void} act */
  const again = (mean, act) => after(random.exponential(mean), () => (act(), again(mean, act)));
  const online = () => town.sites.filter((site) => fleet.transmitters.get(site.transmitter)?.connected);
  const anywhere = () => {
    const sites = online();
    return sites.length === 0 ? undefined : random.pick(sites);
  };

  let alarms = 0;
  const lone = {
    fault() {
      const site = anywhere();
      const detector = site && random.pick(site.detectors);
      if (!site || !detector || site.abnormal.has(detector.address)) return;
      log(`背景：${detector.name} 故障`);
      void fleet.state(site, detector, 0x0005);
      after(random.int(20, 90) * minute, () => void fleet.state(site, detector, 0x0001));
    },
    alarm() {
      if (busy()) return;
      alarms += 1;
      const unknown = alarms % 4 === 1 ? random.pick(town.unregistered) : undefined;
      const site = unknown?.site ?? anywhere();
      const detector = unknown?.detector ?? (site && random.pick(site.detectors));
      if (!site || !detector || !fleet.transmitters.get(site.transmitter)?.connected) return;
      const zone = `${site.code} ${detector.zone}`;
      if (used.has(zone) || site.abnormal.has(detector.address)) return;
      used.add(zone);
      if (used.size > 200) used.delete(/** @type {string} */ (used.values().next().value));
      log(`背景：${site.name} ${detector.name} 单点火警`);
      // Both forms are met in the field: with the normal bit, and the bare 02 00.
      void fleet.state(site, detector, random.chance(0.5) ? 0x0003 : 0x0002);
      after(random.int(5, 15) * minute, () => {
        void fleet.operate(site, 0x03);
        void fleet.state(site, detector, 0x0001);
      });
    },
    measure() {
      const site = anywhere();
      const heat = site?.detectors.find(({ component }) => component === 31);
      if (site && heat) void fleet.measure(site, heat, { analog: 3, value: random.int(220, 390) });
    },
    wrong() {
      const site = anywhere();
      const transmitter = site && fleet.transmitters.get(site.transmitter);
      if (!site || !transmitter) return;
      const wrong = random.pick(WRONGS);
      log(`背景：${site.name} 用传装置报文不规范（${wrong}）`);
      void transmitter.send(encodeUnit(28, [{ time: transmitter.clock() }]), { wrong });
    },
  };
  again(fault * minute, lone.fault);
  again(alarm * minute, lone.alarm);
  again(measure * minute, lone.measure);
  if (wrongS > 0) again(wrongS * 1_000, lone.wrong);

  // Not in the compound of the scene, whose alarms must tell the right time.
  const elsewhere = town.sites.filter(({ compound }) => compound !== town.compounds[0]?.name);
  const future = random.pick(elsewhere.length > 0 ? elsewhere : town.sites);
  const wrongClock = fleet.transmitters.get(future.transmitter);
  wrongClock?.setClock(Date.UTC(2059, 0, 1) - 8 * 3_600_000);
  return { lone, stop, wrongClock, sendUnregistered: () => unregistered({ fleet, town }) };
}

/**
 * A fire alarm of a part that stands in no registry.
 * @param {{ fleet: import('./fleet.js').Fleet, town: import('./town.js').Town, nth?: number }} options
 */
export function unregistered({ fleet, town, nth = 0 }) {
  const known = town.unregistered[nth];
  const transmitter = known && fleet.transmitters.get(known.site.transmitter);
  if (!known || !transmitter) throw new RangeError(`No unregistered part ${nth} in this town.`);
  const { address, component, text } = known.detector;
  return sendAlarm(transmitter, { address, component, text });
}
