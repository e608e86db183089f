declare const process: { readonly env: { readonly [name: string]: string | undefined } } | undefined;

/**
 * With how many seeds a property is tried: `usual`, or more where the environment asks for more in YINGJI_FUZZ; a page knows no
 * environment. Fewer than 1,000 are usual only where they take more than a second or two: the reason stands beside the number.
 */
export function seeds(usual = 1000): { readonly numRuns: number } {
  const asked = typeof process === 'undefined' ? undefined : process.env['YINGJI_FUZZ'];
  return { numRuns: Math.max(usual, Number(asked ?? 0)) };
}
