import { fromTimeLabel } from './beijing-time.js';
import { COMMAND } from './frame.js';
import { encodeUnit } from './unit.js';

/**
 * What the device says when the centre controls (command 1) or asks (command 4). Anything it does not know it denies.
 * @typedef {{ command: number, unit?: Buffer, clock?: number, postCheck?: true }} Answer
 */

/** @type {Answer} */
const DENY = { command: COMMAND.deny };

/**
 * 89 initialise, 90 set the clock, 91 post check (查岗).
 * @param {Buffer} unit
 * @returns {Answer}
 */
export function answerControl(unit) {
  const type = unit[0];
  if (type === 89 && unit.length === 3) return { command: COMMAND.confirm };
  if (type === 91 && unit.length === 3) return { command: COMMAND.confirm, postCheck: true };
  const clock = type === 90 && unit.length === 8 ? fromTimeLabel(unit.subarray(2)) : NaN;
  return Number.isNaN(clock) ? DENY : { command: COMMAND.confirm, clock };
}

/**
 * Reads of the device (81, 85, 86, 88), of its one fire alarm system (61, 65, 66, 68) and of a component (62, 67).
 * @param {{ unit: Buffer, site: import('./town.js').Site | undefined, now: number }} asked
 * @returns {Answer}
 */
export function answerRequest({ unit, site, now }) {
  const type = unit[0] ?? 0;
  const answer = (/** @type {number} */ of, /** @type {import('./unit.js').UnitObject} */ object) => ({
    command: COMMAND.answer,
    unit: encodeUnit(of, [object]),
  });
  if (type === 81) return answer(21, { status: site?.mainsFault ? 0x09 : 0x01, time: now });
  if (type === 85) return answer(25, { major: 1, minor: 4 });
  if (type === 86) return answer(26, { text: '演练用传装置，以太网，监测1台控制器' });
  if (type === 88) return answer(28, { time: now });
  if (!site || unit[2] !== 1 || unit[3] !== 1) return DENY;
  const system = { system: 1, systemAddress: 1 };
  if (type === 61) return answer(1, { ...system, status: siteStatus(site), time: now });
  if (type === 65) return answer(5, { ...system, major: 2, minor: 13 });
  if (type === 66) return answer(6, { ...system, text: `演练 ${site.detectors.length}点` });
  if (type === 68) return answer(8, { ...system, time: now });
  if ((type !== 62 && type !== 67) || unit.length < 8) return DENY;
  const address = unit.readUInt32LE(4);
  const detector = site.detectors.find((known) => known.address === address);
  if (!detector) return DENY;
  const part = { ...system, component: detector.component, address, text: detector.text };
  return type === 67 ? answer(7, part) : answer(2, { ...part, status: site.abnormal.get(address) ?? 1, time: now });
}

/** @param {import('./town.js').Site} site */
function siteStatus(site) {
  let status = 1;
  for (const part of site.abnormal.values()) status |= part & 0x06;
  return site.mainsFault ? status | 0x100 : status;
}
