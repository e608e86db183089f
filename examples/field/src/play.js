import { createBackground } from './background.js';
import { publishCap } from './cap.js';
import { openDiary, standing } from './diary.js';
import { createFleet } from './fleet.js';
import { createRandom } from './random.js';
import { loadScene, playScene, sceneClock } from './scene.js';
import { createTown } from './town.js';
import { lifting } from './warning.js';

/**
 * The whole field: the town's devices, what goes on anyhow, and the scene. Resolves when stopped, or with `once` when the scene
 * is over and all of it confirmed; gives the steps that were not.
 * @param {{
 *   fire?: { host: string, port: number } | undefined, cap?: string | undefined, seed: number, devices: number, speed: number,
 *   signal: AbortSignal, from?: number, once?: boolean, background?: boolean, begin?: Promise<unknown>, scene?: string | undefined,
 *   device?: Partial<import('./transmitter.js').TransmitterOptions>, log?: (line: string) => void,
 *   diary?: string | undefined, anew?: boolean,
 * }} options begin: the scene and the background wait for it; diary: file by which an evening that was broken off goes on, unless
 *   `anew`; a new evening first lifts the warnings that the one before left standing
 */
export async function playField({
  fire,
  cap,
  seed,
  devices,
  speed,
  signal,
  from = -25,
  once = false,
  background = true,
  begin,
  scene: file,
  device = {},
  log = () => {},
  diary: diaryFile,
  anew = false,
}) {
  const town = createTown({ seed, devices });
  const scene = await loadScene(file);
  const evening = JSON.stringify([scene.name, seed, devices]);
  const diary = diaryFile === undefined ? undefined : openDiary({ file: diaryFile, evening });
  // Whose last step was played has nothing left to go on with.
  const earlier = await diary?.last({ ends: Math.max(...scene.steps.map(({ t }) => t)) });
  const after = earlier?.goesOn && !anew ? earlier.page : undefined;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const fleet = fire && createFleet({ ...fire, town, seed, signal: both, device });
  if (fleet) {
    await fleet.started;
    log(`${town.sites.length} 台用户信息传输装置上线中，探测器 ${devices} 只，种子 ${seed}`);
  }
  const stopped = new Promise((resolve) =>
    both.aborted ? resolve('stopped') : both.addEventListener('abort', () => resolve('stopped'), { once: true }),
  );
  if (begin) await Promise.race([begin, stopped]);
  if (earlier && !after && cap !== undefined)
    for (const message of standing(earlier.page)) {
      await publishCap(cap, lifting(message, { sent: Date.now(), text: '上一场演练结束，预警随之解除。' }));
      log(`上一场结束，解除：${message.headline}`);
    }
  if (after) log(`接着演：从 T+${after.minute} 起`);
  const clock = sceneClock({ start: Date.now(), from: after?.minute ?? from, speed });
  const busy = () => {
    const minute = clock.minute(Date.now());
    return scene.busy.some((span) => minute >= span.from && minute <= span.to);
  };
  if (fleet && background && !both.aborted)
    createBackground({ fleet, town, random: createRandom(seed).fork('background'), signal: both, speed, busy, log });
  const played = await playScene({ scene, town, clock, signal: both, fleet, cap, log, diary, after });
  if (!both.aborted) {
    log(`${scene.name}：结束`);
    if (once) stop.abort();
    else await stopped;
  }
  await fleet?.closed;
  return { ...played, count: fleet?.count() };
}
