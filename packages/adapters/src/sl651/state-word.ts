/** 遥测站状态及报警信息, bit by bit: the word for 1, and for 0 where that says something. */
const BITS: readonly (readonly [set: string, clear?: string])[] = [
  ['mains-fault'],
  ['battery-low'],
  ['water-level-exceeded'],
  ['flow-exceeded'],
  ['water-quality-exceeded'],
  ['flow-meter-fault'],
  ['level-gauge-fault'],
  ['', 'cabinet-open'],
  ['memory-fault'],
  ['ic-card-on'],
  ['pump-stopped'],
  ['water-quota-exceeded'],
];
/** How the station is fitted and what it does; no fault and no alarm. */
const STATES = new Set(['cabinet-open', 'ic-card-on', 'pump-stopped']);

/** Words of a status word; `normal` where it tells neither a fault nor an alarm. */
export function statesOf(word: number): string[] {
  const words = BITS.flatMap(([set, clear = ''], bit) => (word & (1 << bit) ? set : clear) || []);
  return words.some((each) => !STATES.has(each)) ? words : ['normal', ...words];
}
