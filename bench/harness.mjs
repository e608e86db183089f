import { cpus } from 'node:os';

/**
 * One benchmark: `prepare` builds its inputs; each case does the same work and gives how many operations it did; `check` throws
 * unless all cases gave equal results; a goal says how many times faster `ours` must be than `peer`, or which figure of
 * `notes` may be at most how large. `roundDone` may check again that all are equal; with `once` a
 * case is called once a round, so that no contender runs ahead of the others. `rounds` is how many are enough for it.
 * @typedef {{ ours: string, peer?: string, atLeast: number, unit?: string } | { note: string, atMost: number }} Goal
 * @typedef {Record<string, number | string>} Notes
 * @typedef {number | { ops: number, ms: number }} Work
 * @typedef {{ name: string, goals: Goal[], rounds?: number, prepare(): Promise<{ cases: Record<string, () => Work | Promise<Work>>, once?: boolean, check?(): void | Promise<void>, roundDone?(): void, notes?(): Notes | Promise<Notes>, close?(): void | Promise<void> }> }} Bench
 */

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Runs one case for at least `ms`; operations a second. A case that makes its input as it goes times its own work. */
async function rate(work, ms) {
  const began = performance.now();
  let done = 0;
  let apart = 0;
  let now = began;
  do {
    const answer = work();
    const told = typeof answer === 'number' ? answer : await answer;
    const before = now;
    now = performance.now();
    done += told.ops ?? told;
    if (told.ms !== undefined) apart += now - before - told.ms;
  } while (now - began - apart < ms);
  return (done / (now - began - apart)) * 1000;
}

/**
 * Results must be equal before times count; then rounds in which every case has its turn, so that a noisy machine troubles
 * all alike; ratios are taken inside a round, and the median round stands.
 * @param {Bench} bench
 */
export async function measure(bench, { rounds, ms }) {
  const { cases, check, roundDone, once = false, notes, close } = await bench.prepare();
  try {
    await check?.();
    const names = Object.keys(cases);
    for (const name of names) await rate(cases[name], once ? 0 : ms);
    const rates = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round < Math.min(rounds, bench.rounds ?? rounds); round += 1) {
      // The order turns from round to round, so that no case always runs after the same one.
      const turn = round % names.length;
      for (const name of [...names.slice(turn), ...names.slice(0, turn)])
        rates[name].push(await rate(cases[name], once ? 0 : ms));
      roundDone?.();
    }
    const figures = Object.fromEntries(
      names.map((name) => [
        name,
        { median: median(rates[name]), low: Math.min(...rates[name]), high: Math.max(...rates[name]) },
      ]),
    );
    const said = await notes?.();
    const goals = bench.goals.map((goal) => {
      if ('note' in goal) return { ...goal, reached: said[goal.note], met: said[goal.note] <= goal.atMost };
      const reached =
        goal.peer === undefined
          ? median(rates[goal.ours])
          : median(rates[goal.ours].map((own, i) => own / rates[goal.peer][i]));
      return { ...goal, reached, met: reached >= goal.atLeast };
    });
    return { name: bench.name, figures, goals, ...(said && { notes: said }) };
  } finally {
    await close?.();
  }
}

/** What the figures were measured on. */
export const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  date: new Date().toISOString(),
});
