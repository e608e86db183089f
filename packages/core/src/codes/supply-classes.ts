import { defineTable, type CodeOf } from './table.js';

/** 应急物资 of GB/T 38565-2020, level 1 of four. A whole code has seven digits: one, then three times two; 99 is 其他. */
export const supplyClasses = defineTable({
  id: 'supply-classes',
  zh: '应急物资大类',
  en: 'classes of emergency supplies',
  norm: 'GB/T 38565-2020, level 1',
  verified: true,
  complete: true,
  note: 'Levels 2–4 could not be read and are not here.',
  rows: {
    1: { zh: '基本生活保障物资', en: 'basic living supplies' },
    2: { zh: '应急装备及配套物资', en: 'emergency equipment and accessories' },
    3: { zh: '工程材料与机械加工设备', en: 'building materials and machining equipment' },
  },
});

/** A code of {@link supplyClasses}. */
export type SupplyClass = CodeOf<typeof supplyClasses>;
