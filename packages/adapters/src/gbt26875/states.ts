/** One bit of a status word and the state it stands for, kebab-case. Bit 0 is apart: 1 = normal, 0 = test. */
export type Bits = readonly (readonly [bit: number, state: string])[];

/** Type 1, 建筑消防设施系统状态. */
export const SYSTEM_BITS: Bits = [
  [1, 'fire'],
  [2, 'fault'],
  [3, 'shielded'],
  [4, 'supervisory'],
  [5, 'started'],
  [6, 'feedback'],
  [7, 'delayed'],
  [8, 'mains-fault'],
  [9, 'battery-fault'],
  [10, 'bus-fault'],
  [11, 'manual-mode'],
  [12, 'configuration-changed'],
  [13, 'reset'],
];

/** Type 2, 部件运行状态. */
export const COMPONENT_BITS: Bits = [
  [1, 'fire'],
  [2, 'fault'],
  [3, 'shielded'],
  [4, 'supervisory'],
  [5, 'started'],
  [6, 'feedback'],
  [7, 'delayed'],
  [8, 'power-fault'],
];

/** Type 21, 用户信息传输装置运行状态. */
export const TRANSMITTER_BITS: Bits = [
  [1, 'fire'],
  [2, 'fault'],
  [3, 'mains-fault'],
  [4, 'battery-fault'],
  [5, 'centre-channel-fault'],
  [6, 'line-fault'],
];

/** Type 4, 操作标志. */
export const SYSTEM_OPERATIONS: Bits = [
  [0, 'reset'],
  [1, 'muted'],
  [2, 'manual-alarm'],
  [3, 'alarm-cleared'],
  [4, 'self-test'],
  [5, 'confirmed'],
  [6, 'test'],
];

/** Type 24, 操作标志: bit 5 is 查岗应答, the answer of the person on duty to a post check. */
export const TRANSMITTER_OPERATIONS: Bits = SYSTEM_OPERATIONS.map(([bit, operation]) => [
  bit,
  bit === 5 ? 'post-answered' : operation,
]);

/** Lists made so far, by what a word says in the bits that it is read by; of other words there are none. */
interface Lists {
  readonly known: number;
  readonly made: Map<number, readonly string[]>;
}

const lists = new WeakMap<Bits, Lists>();

/**
 * The states a status word names. Real devices send an alarm with bit 0 at 0 as well as at 1, so that bit decides only
 * when nothing else is set. One list for all that say the same: it stands in the last reading of each of thousands of devices.
 */
export function statesOf(status: number, bits: Bits): readonly string[] {
  let of = lists.get(bits);
  if (!of) lists.set(bits, (of = { known: bits.reduce((all, [bit]) => all | (1 << bit), 1), made: new Map() }));
  const word = status & of.known;
  let named = of.made.get(word);
  if (!named) of.made.set(word, (named = Object.freeze(namesIn(word, bits))));
  return named;
}

function namesIn(word: number, bits: Bits): string[] {
  const named = operationsOf(word, bits);
  return named.length > 0 ? named : [word & 1 ? 'normal' : 'test'];
}

/** The operations a flag names. */
export function operationsOf(flag: number, bits: Bits): string[] {
  const named: string[] = [];
  for (let i = 0; i < bits.length; i += 1) if ((flag >> bits[i]![0]) & 1) named.push(bits[i]![1]);
  return named;
}
