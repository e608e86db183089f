import { defineTable, type CodeOf } from './table.js';

/** 系统类型标志 of GB/T 26875.3-2011, read in the norm. */
export const fireSystemTypes = defineTable({
  id: 'fire-system-types',
  zh: '消防系统类型',
  en: 'fire protection system types',
  norm: 'GB/T 26875.3-2011, 系统类型标志',
  verified: true,
  complete: true,
  note: '2–9 and 25–127 are reserved, 128–255 are the vendor’s.',
  rows: {
    0: { zh: '通用', en: 'general' },
    1: { zh: '火灾报警系统', en: 'fire alarm system' },
    10: { zh: '消防联动控制器', en: 'fire linkage controller' },
    11: { zh: '消火栓系统', en: 'hydrant system' },
    12: { zh: '自动喷水灭火系统', en: 'sprinkler system' },
    13: { zh: '气体灭火系统', en: 'gas extinguishing system' },
    14: { zh: '水喷雾灭火系统（泵启动）', en: 'water spray system (pump started)' },
    15: { zh: '水喷雾灭火系统（压力容器启动）', en: 'water spray system (pressure vessel started)' },
    16: { zh: '泡沫灭火系统', en: 'foam system' },
    17: { zh: '干粉灭火系统', en: 'dry powder system' },
    18: { zh: '防烟排烟系统', en: 'smoke control system' },
    19: { zh: '防火门及卷帘系统', en: 'fire doors and shutters' },
    20: { zh: '消防电梯', en: 'fire lift' },
    21: { zh: '消防应急广播', en: 'emergency broadcast' },
    22: { zh: '消防应急照明和疏散指示系统', en: 'emergency lighting and escape signs' },
    23: { zh: '消防电源', en: 'fire power supply' },
    24: { zh: '消防电话', en: 'fire telephone' },
  },
});

/** A code of {@link fireSystemTypes}. */
export type FireSystemType = CodeOf<typeof fireSystemTypes>;
