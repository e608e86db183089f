/** Stretches of bytes as one, in order. */
export function concatenated(stretches: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(stretches.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const stretch of stretches) {
    all.set(stretch, at);
    at += stretch.length;
  }
  return all;
}
