/** Units of the field by the size they measure: how many of its first one is. Names are as vendors write them, and UCUM. */
const SIZES: readonly { readonly [unit: string]: number }[] = [
  { m: 1, cm: 0.01, mm: 0.001, km: 1_000 },
  { Pa: 1, hPa: 100, kPa: 1_000, MPa: 1_000_000, bar: 100_000 },
  { 'm3/s': 1, 'm³/s': 1, 'm3/h': 1 / 3_600, 'm³/h': 1 / 3_600, 'L/s': 0.001, 'L/min': 0.001 / 60 },
  { 'm/s': 1, 'km/h': 1 / 3.6 },
  { Cel: 1, '°C': 1, '℃': 1 },
  { '%': 1, '1': 100 },
  { '%{LEL}': 1, '%LEL': 1 },
  { V: 1, mV: 0.001, kV: 1_000 },
  { A: 1, mA: 0.001 },
  { s: 1, ms: 0.001, min: 60, h: 3_600 },
  { deg: 1, '°': 1 },
  { 'ug/m3': 1, 'µg/m3': 1, 'μg/m3': 1, 'mg/m3': 1_000 },
];

/** What a number in `from` is to be multiplied by to be one in `to`; undefined where that cannot be, or nobody knows `from`. */
export function factorOf(from: string, to: string): number | undefined {
  if (from === to) return 1;
  const size = SIZES.find((units) => Object.hasOwn(units, from) && Object.hasOwn(units, to));
  return size && size[from]! / size[to]!;
}

/** Units that can be brought to this one, for a message that says which. */
export const unitsFor = (to: string): readonly string[] =>
  Object.keys(SIZES.find((units) => Object.hasOwn(units, to)) ?? { [to]: 1 });
