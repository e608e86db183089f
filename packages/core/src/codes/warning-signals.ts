import { defineTable, type CodeOf, type CodeRow } from './table.js';

/** 气象灾害预警信号 of one hazard, with the codes by which public lists name it. */
export interface WarningSignal extends CodeRow {
  /** Event type 11Bxx. */
  readonly eventType: string;
  /** First four digits after `p` in the picture code of the national centre; absent where none is known. */
  readonly picture?: string;
  /** First two digits of the type-and-level code of weather.com.cn and Caiyun. */
  readonly listed?: string;
}

/** 气象灾害预警信号: the hazards that the annex of 中国气象局令第16号 has signals for. Titles win over codes: public lists mis-code at times. */
export const warningSignals = defineTable({
  id: 'warning-signals',
  zh: '气象灾害预警信号',
  en: 'weather warning signals',
  norm: '中国气象局令第16号, annex; codes as public lists use them',
  verified: true,
  complete: false,
  note: 'The annex was read from public code. 沙尘暴 and 雷雨大风 are in the lists; their thresholds were not found.',
  rows: {
    typhoon: { zh: '台风', en: 'typhoon', eventType: '11B01', picture: '0001', listed: '01' },
    rainstorm: { zh: '暴雨', en: 'rainstorm', eventType: '11B03', picture: '0002', listed: '02' },
    'high-temperature': { zh: '高温', en: 'high temperature', eventType: '11B09', picture: '0003', listed: '07' },
    'cold-wave': { zh: '寒潮', en: 'cold wave', eventType: '11B05', picture: '0004', listed: '04' },
    fog: { zh: '大雾', en: 'dense fog', eventType: '11B17', picture: '0005', listed: '12' },
    snowstorm: { zh: '暴雪', en: 'snowstorm', eventType: '11B04', picture: '0006', listed: '03' },
    gale: { zh: '大风', en: 'gale', eventType: '11B06', picture: '0007', listed: '05' },
    sandstorm: { zh: '沙尘暴', en: 'sandstorm', eventType: '11B07', picture: '0008', listed: '06' },
    hail: { zh: '冰雹', en: 'hail', eventType: '11B15', picture: '0009', listed: '10' },
    drought: { zh: '干旱', en: 'drought', eventType: '11B22', picture: '0010', listed: '08' },
    'road-icing': { zh: '道路结冰', en: 'road icing', eventType: '11B21', picture: '0011', listed: '14' },
    lightning: { zh: '雷电', en: 'lightning', eventType: '11B14', picture: '0012', listed: '09' },
    frost: { zh: '霜冻', en: 'frost', eventType: '11B16', picture: '0013', listed: '11' },
    haze: { zh: '霾', en: 'haze', eventType: '11B19', picture: '0014', listed: '13' },
    'thunderstorm-gale': { zh: '雷雨大风', en: 'thunderstorm gale', eventType: '11B20', picture: '0015', listed: '16' },
  } satisfies { readonly [signal: string]: WarningSignal },
});

/** A name of {@link warningSignals}. */
export type WarningSignalName = CodeOf<typeof warningSignals>;
