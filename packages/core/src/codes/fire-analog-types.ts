import { defineTable, type CodeOf } from './table.js';

/** 模拟量类型 of GB/T 26875.3-2011, read in the norm. What one count is worth belongs to the codec. */
export const fireAnalogTypes = defineTable({
  id: 'fire-analog-types',
  zh: '消防模拟量类型',
  en: 'fire protection analog types',
  norm: 'GB/T 26875.3-2011, 模拟量类型',
  verified: true,
  complete: true,
  rows: {
    0: { zh: '未用', en: 'unused' },
    1: { zh: '事件计数', en: 'event count' },
    2: { zh: '高度', en: 'height' },
    3: { zh: '温度', en: 'temperature' },
    4: { zh: '压力（MPa）', en: 'pressure (MPa)' },
    5: { zh: '压力（kPa）', en: 'pressure (kPa)' },
    6: { zh: '气体浓度', en: 'gas concentration' },
    7: { zh: '时间', en: 'time' },
    8: { zh: '电压', en: 'voltage' },
    9: { zh: '电流', en: 'current' },
    10: { zh: '流量', en: 'flow rate' },
    11: { zh: '风量', en: 'air flow rate' },
    12: { zh: '风速', en: 'air speed' },
  },
});

/** A code of {@link fireAnalogTypes}. */
export type FireAnalogType = CodeOf<typeof fireAnalogTypes>;
