import { createBackground } from './background.js';
import { createFleet } from './fleet.js';
import { createRandom } from './random.js';
import { loadScene, playScene, sceneClock } from './scene.js';
import { createTown } from './town.js';

/**
 * The whole field: the town's devices, what goes on anyhow, and the scene. Resolves when stopped, or with `once` when the scene
 * is over and all of it confirmed; gives the steps that were not.
 * @param {{
 *   fire?: { host: string, port: number } | undefined, cap?: string | undefined, seed: number, devices: number, speed: number,
 *   signal: AbortSignal, from?: number, once?: boolean, background?: boolean, begin?: Promise<unknown>, scene?: string | undefined,
 *   device?: Partial<import('./transmitter.js').TransmitterOptions>, log?: (line: string) => void,
 * }} options begin: the scene and the background wait for it
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
}) {
  const town = createTown({ seed, devices });
  const scene = await loadScene(file);
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
  const clock = sceneClock({ start: Date.now(), from, speed });
  const busy = () => {
    const minute = clock.minute(Date.now());
    return scene.busy.some((span) => minute >= span.from && minute <= span.to);
  };
  if (fleet && background && !both.aborted)
    createBackground({ fleet, town, random: createRandom(seed).fork('background'), signal: both, speed, busy, log });
  const played = await playScene({ scene, town, clock, signal: both, fleet, cap, log });
  if (!both.aborted) {
    log(`${scene.name}：结束`);
    if (once) stop.abort();
    else await stopped;
  }
  await fleet?.closed;
  return { ...played, count: fleet?.count() };
}
