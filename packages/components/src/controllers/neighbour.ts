/**
 * Of lines as they stood, the one that takes the place of the one at `gone`: the next that is there by now, else the last before it.
 */
export const neighbour = <L>(lines: readonly L[], gone: number, isThere: (line: L) => boolean): L | undefined =>
  lines.slice(gone + 1).find(isThere) ?? lines.slice(0, Math.max(0, gone)).reverse().find(isThere);
