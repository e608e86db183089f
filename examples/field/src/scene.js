import { readFile } from 'node:fs/promises';
import { spokenTime } from './beijing-time.js';
import { publishCap, referenceTo } from './cap.js';
import { findSite } from './town.js';
import { warningMessage } from './warning.js';

/**
 * @typedef {{ t: number, do: 'warn' | 'repeat' | 'alarm' | 'mains' | 'reset' } & Record<string, any>} Step
 * @typedef {{ name: string, t0: string, ends: number, busy: { from: number, to: number }[],
 *   areas: Record<string, { name: string, code: string }>, steps: Step[] }} Scene
 */

/**
 * @param {string | URL} [file]
 * @returns {Promise<Scene>}
 */
export async function loadScene(file = new URL('../scene/rain-evening.json', import.meta.url)) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/**
 * The clock of a run. What lies before `from` has happened already, minute by minute; the rest follows at `speed`.
 * @param {{ start: number, from: number, speed: number }} options start: epoch ms
 */
export const sceneClock = ({ start, from, speed }) => ({
  /** @param {number} t minutes @returns {number} epoch ms */
  at: (t) => start + ((t - from) * 60_000) / (t < from ? 1 : speed),
  /** @param {number} ms @returns {number} minutes */
  minute: (ms) => from + ((ms - start) * speed) / 60_000,
});

/**
 * Plays the steps in order, each at its time; resolves at the end of the scene, or when stopped, with the steps that were not
 * confirmed within `graceMs` after the end. Warnings need `cap`, alarms need `fleet`; what has no way out is left out. With
 * `after`, the steps up to that page were played by an earlier run: the town remembers them, and only the rest is sent.
 * @param {{
 *   scene: Scene, town: import('./town.js').Town, clock: ReturnType<typeof sceneClock>, signal: AbortSignal,
 *   fleet?: import('./fleet.js').Fleet | undefined, cap?: string | undefined, graceMs?: number, now?: () => number, log?: (line: string) => void,
 *   diary?: import('./diary.js').Diary | undefined, after?: import('./diary.js').Page | undefined,
 * }} options
 */
export async function playScene({
  scene,
  town,
  clock,
  signal,
  fleet,
  cap,
  graceMs = 60_000,
  now = Date.now,
  log = () => {},
  diary,
  after,
}) {
  /** @type {Map<string, import('./cap.js').CapMessage>} */
  const sent = new Map(after?.sent);
  /** @type {Set<{ line: string }>} */
  const failed = new Set();
  /** @type {Promise<void>[]} */
  const open = [];
  const sending = (/** @type {Step} */ step, /** @type {Promise<import('./transmitter.js').SendResult>} */ result) => {
    const sent = { line: `${stamp(step.t)} ${step.say}` };
    failed.add(sent);
    open.push(result.then(({ outcome }) => void (outcome === 'confirmed' && failed.delete(sent))));
  };

  /** @type {Record<Step['do'], (step: Step) => Promise<void> | void>} */
  const acts = {
    async warn(step) {
      const message = compose({ step, scene, sent, clock });
      sent.set(step.id, message);
      await diary?.write({ minute: step.t, sent });
      if (cap !== undefined) await publishCap(cap, message);
    },
    async repeat(step) {
      const message = sent.get(step.id);
      if (cap !== undefined && message)
        await publishCap(cap, { ...message, source: step.source }, { suffix: '-again' });
    },
    alarm(step) {
      const { site, detectors } = find(town, step);
      const detector = detectors[step.nth];
      if (!detector) throw new RangeError(`No detector ${step.nth} in ${site.name}${step.zone}.`);
      if (fleet) sending(step, fleet.state(site, detector, 0x0002));
    },
    mains(step) {
      if (fleet) sending(step, fleet.mains(find(town, step).site, step.fault));
    },
    reset(step) {
      const { site, detectors } = find(town, step);
      if (!fleet) return;
      sending(step, fleet.operate(site, 0x03));
      for (const detector of detectors)
        if (site.abnormal.has(detector.address)) sending(step, fleet.state(site, detector, 0x0001));
    },
  };

  const steps = [...scene.steps].sort((a, b) => a.t - b.t);
  const played = steps.filter(({ t }) => after !== undefined && t <= after.minute);
  for (const step of played) remember(town, step);
  // The player may have ended between the page and the file; the same message twice is one.
  const latest = [...sent.values()].at(-1);
  if (cap !== undefined && latest) await publishCap(cap, latest);

  for (const step of steps.slice(played.length)) {
    if (!(await sleepUntil(clock.at(step.t), { now, signal }))) break;
    if (step.do !== 'warn') await diary?.write({ minute: step.t, sent });
    await acts[step.do](step);
    const message = sent.get(step.id);
    log(`${stamp(step.t)} ${message?.headline ?? step.say}${step.do === 'repeat' ? '（另一来源重复）' : ''}`);
  }
  if (await sleepUntil(clock.at(scene.ends), { now, signal })) await diary?.write({ minute: scene.ends, sent });
  const late = new AbortController();
  await Promise.race([
    Promise.all(open),
    sleepUntil(now() + graceMs, { now, signal: AbortSignal.any([signal, late.signal]) }),
  ]);
  late.abort();
  return { failed: [...failed].map(({ line }) => line) };
}

/**
 * Puts the town into the state in which a step left it, without a word on the line.
 * @param {import('./town.js').Town} town
 * @param {Step} step
 */
function remember(town, step) {
  if (step.do === 'warn' || step.do === 'repeat') return;
  const { site, detectors } = find(town, step);
  const detector = detectors[step.nth];
  if (step.do === 'alarm' && detector) site.abnormal.set(detector.address, 0x0002);
  if (step.do === 'mains') site.mainsFault = step.fault;
  if (step.do === 'reset') for (const { address } of detectors) site.abnormal.delete(address);
}

const find = (/** @type {import('./town.js').Town} */ town, /** @type {Step} */ { compound, building, zone }) =>
  findSite(town, { compound, building, zone });
const stamp = (/** @type {number} */ t) => `T${t < 0 ? '' : '+'}${t}`;

/** @param {{ step: Step, scene: Scene, sent: Map<string, import('./cap.js').CapMessage>, clock: ReturnType<typeof sceneClock> }} options */
function compose({ step, scene, sent, clock }) {
  const area = scene.areas[step.area];
  if (!area) throw new RangeError(`Step ${step.id} names the area ${step.area}, which the scene does not have.`);
  const before = step.follows === undefined ? undefined : sent.get(step.follows);
  if (step.follows !== undefined && !before)
    throw new RangeError(`Step ${step.id} follows ${step.follows}, which was not sent before.`);
  const at = clock.at(step.t);
  const { issuer, event, colour, level, verb, headline, instruction } = step;
  const given = Object.fromEntries(
    Object.entries({ issuer, colour, level, verb, headline, instruction }).filter(([, value]) => value !== undefined),
  );
  return warningMessage({
    ...given,
    event,
    sent: at,
    tag: step.id,
    areas: [area],
    text: step.text.replaceAll('{clock}', spokenTime(at)).replaceAll('{since}', spokenTime(clock.at(0))),
    references: before ? [referenceTo(before)] : [],
  });
}

/**
 * @param {number} due epoch ms
 * @param {{ now: () => number, signal: AbortSignal }} options
 * @returns {Promise<boolean>} false when stopped first
 */
async function sleepUntil(due, { now, signal }) {
  while (!signal.aborted && now() < due) {
    await new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve(undefined);
      };
      // Timers hold 24 days at most and do not count the time a machine slept.
      const timer = setTimeout(done, Math.min(due - now(), 60_000));
      signal.addEventListener('abort', done);
    });
  }
  return !signal.aborted;
}
