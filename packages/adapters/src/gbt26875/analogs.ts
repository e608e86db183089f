/** What one count of an analog value stands for. */
export interface Analog {
  readonly zh: string;
  readonly en: string;
  readonly quantity: string;
  /** UCUM code. */
  readonly unit: string;
  /** Worth of one count in that unit. */
  readonly per: number;
}

/** 模拟量类型; 0 is unused, 13–127 are reserved, 128–255 of the vendor. */
export const ANALOGS: { readonly [type: number]: Analog } = {
  1: { zh: '事件计数', en: 'event count', quantity: 'event-count', unit: '{count}', per: 1 },
  2: { zh: '高度', en: 'height', quantity: 'height', unit: 'm', per: 0.01 },
  3: { zh: '温度', en: 'temperature', quantity: 'temperature', unit: 'Cel', per: 0.1 },
  4: { zh: '压力（MPa）', en: 'pressure (MPa)', quantity: 'pressure', unit: 'Pa', per: 100_000 },
  5: { zh: '压力（kPa）', en: 'pressure (kPa)', quantity: 'pressure', unit: 'Pa', per: 100 },
  6: { zh: '气体浓度', en: 'gas concentration', quantity: 'gas-concentration', unit: '%{LEL}', per: 0.1 },
  7: { zh: '时间', en: 'time', quantity: 'duration', unit: 's', per: 1 },
  8: { zh: '电压', en: 'voltage', quantity: 'voltage', unit: 'V', per: 0.1 },
  9: { zh: '电流', en: 'current', quantity: 'current', unit: 'A', per: 0.1 },
  10: { zh: '流量', en: 'flow rate', quantity: 'flow-rate', unit: 'm3/s', per: 0.000_1 },
  11: { zh: '风量', en: 'air flow rate', quantity: 'air-flow-rate', unit: 'm3/s', per: 0.1 / 60 },
  12: { zh: '风速', en: 'air speed', quantity: 'wind-speed', unit: 'm/s', per: 1 },
};
