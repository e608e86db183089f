declare const process: { readonly env: { readonly [name: string]: string | undefined } } | undefined;

/** The same cases in every run, so that a failure is of what was changed and not of the day. */
const SEED = 20_260_612;

/**
 * With how many cases a property is tried, and from which seed: `usual` of always the same; or, where the environment asks for more
 * in YINGJI_FUZZ, that many (at most `most`) of a seed of its own, which a failure names. A page knows no environment. Fewer than
 * 1,000 are usual only where they take more than a second or two: the reason stands beside the number.
 */
export function seeds(usual = 1000, most = Infinity): { readonly numRuns: number; readonly seed?: number } {
  const asked = typeof process === 'undefined' ? undefined : process.env['YINGJI_FUZZ'];
  if (asked === undefined) return { numRuns: usual, seed: SEED };
  return { numRuns: Math.min(Math.max(usual, Number(asked)), most) };
}
