/** Seeded, so that what was found once is found again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** So many inputs made of the given ones: bytes changed, cut out, doubled and put in, lengths blown up, and plain garbage. */
export function* mutations(seeds: readonly Uint8Array[], count: number): Generator<Uint8Array> {
  const below = random(20_260_612);
  const garbage = (length: number): number[] => Array.from({ length }, () => below(256));
  yield new Uint8Array(0);
  yield Uint8Array.from(garbage(65_536));
  // What looks like the beginning of a message over and over, without one ever being whole.
  for (const seed of seeds.slice(0, 8)) yield repeated(seed.subarray(0, Math.max(1, seed.length >> 1)), 65_536);
  for (let n = 0; n < count; n += 1) {
    const seed = seeds.length === 0 ? [] : [...seeds[below(seeds.length)]!];
    for (let times = 1 + below(4); times > 0; times -= 1) mutate(seed, below, garbage);
    yield Uint8Array.from(seed);
  }
}

/** What stands where something else was expected; `undefined` is a member that is missing. */
const STRANGE: readonly unknown[] = [undefined, null, true, -1, 1e300, '', 'x'.repeat(9), [], [null], {}, { a: 1 }];

/** Every member of a JSON text replaced by what nobody expects there, one at a time; none of a text that is no JSON. */
export function* strangeJson(text: string): Generator<Uint8Array> {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    return;
  }
  const encoder = new TextEncoder();
  for (const variant of variants(whole)) {
    const written = JSON.stringify(variant);
    if (written !== undefined) yield encoder.encode(written);
  }
}

function* variants(value: unknown): Generator<unknown> {
  yield* STRANGE;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value))
    for (const variant of variants(member))
      yield Array.isArray(value)
        ? Object.assign([...(value as unknown[])], { [name]: variant })
        : { ...value, [name]: variant };
}

function mutate(bytes: number[], below: (n: number) => number, garbage: (length: number) => number[]): void {
  const at = below(bytes.length + 1);
  switch (below(6)) {
    case 0:
      if (at < bytes.length) bytes[at] = below(256);
      break;
    case 1:
      if (at < bytes.length) bytes[at]! ^= 1 << below(8);
      break;
    case 2:
      bytes.splice(at, 1 + below(8));
      break;
    case 3:
      bytes.splice(at, 0, ...garbage(1 + below(8)));
      break;
    case 4:
      bytes.splice(at, 0, ...bytes.slice(at, at + 16));
      break;
    default:
      bytes.splice(at, 2, 0xff, 0xff);
  }
}

function repeated(piece: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += piece.length)
    bytes.set(piece.subarray(0, Math.min(piece.length, length - at)), at);
  return bytes;
}
