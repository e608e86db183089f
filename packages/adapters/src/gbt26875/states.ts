/** One bit of a status word and the state it stands for, kebab-case. Bit 0 is apart: 1 = normal, 0 = test. */
export type Bits = readonly (readonly [bit: number, state: string])[];

/** Type 1, 建筑消防设施系统状态 (8.2.1.1). */
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

/** Type 2, 部件运行状态 (8.2.1.2). */
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

/** Type 21, 用户信息传输装置运行状态 (8.2.1.11). */
export const TRANSMITTER_BITS: Bits = [
  [1, 'fire'],
  [2, 'fault'],
  [3, 'mains-fault'],
  [4, 'battery-fault'],
  [5, 'centre-channel-fault'],
  [6, 'line-fault'],
];

/** Types 4 and 24, 操作标志 (8.2.1.4); bit 5 of type 24 is the answer to a post check. */
const OPERATION_BITS: Bits = [
  [0, 'reset'],
  [1, 'muted'],
  [2, 'manual-alarm'],
  [3, 'alarm-cleared'],
  [4, 'self-test'],
  [5, 'confirmed'],
  [6, 'test'],
];

/**
 * The states a status word names. Real devices send an alarm with bit 0 at 0 as well as at 1, so that bit decides only
 * when nothing else is set.
 */
export function statesOf(status: number, bits: Bits): string[] {
  const named = bits.filter(([bit]) => (status >> bit) & 1).map(([, state]) => state);
  return named.length > 0 ? named : [status & 1 ? 'normal' : 'test'];
}

/** The operations a flag names. */
export function operationsOf(flag: number): string[] {
  return OPERATION_BITS.filter(([bit]) => (flag >> bit) & 1).map(([, operation]) => operation);
}

/** 模拟量类型 (8.2.1.3): quantity, UCUM unit, and what one count is worth in it. */
export const ANALOGS: {
  readonly [type: number]: { readonly quantity: string; readonly unit: string; readonly per: number };
} = {
  1: { quantity: 'event-count', unit: '{count}', per: 1 },
  2: { quantity: 'height', unit: 'm', per: 0.01 },
  3: { quantity: 'temperature', unit: 'Cel', per: 0.1 },
  4: { quantity: 'pressure', unit: 'Pa', per: 100_000 },
  5: { quantity: 'pressure', unit: 'Pa', per: 100 },
  6: { quantity: 'gas-concentration', unit: '%{LEL}', per: 0.1 },
  7: { quantity: 'duration', unit: 's', per: 1 },
  8: { quantity: 'voltage', unit: 'V', per: 0.1 },
  9: { quantity: 'current', unit: 'A', per: 0.1 },
  10: { quantity: 'flow-rate', unit: 'm3/s', per: 0.000_1 },
  11: { quantity: 'air-flow-rate', unit: 'm3/s', per: 0.1 / 60 },
  12: { quantity: 'wind-speed', unit: 'm/s', per: 1 },
};
