import type { QuantityName } from '@yingji/core/codes';

/** What one count of an analog value stands for. */
export interface Analog {
  readonly quantity: QuantityName;
  /** UCUM code. */
  readonly unit: string;
  /** Worth of one count in that unit. */
  readonly per: number;
}

/** 模拟量类型, named in `fireAnalogTypes`; 0 is unused, 13–127 are reserved, 128–255 of the vendor. */
export const ANALOGS: { readonly [type: number]: Analog } = {
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
