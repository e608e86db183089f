import { defineTable, type CodeOf } from './table.js';

/** How grave a warning is, as the 12379 message says it; worst first in both ways of grading. */
export const warningGrades = defineTable({
  id: 'warning-grades',
  zh: '预警级别',
  en: 'warning grades',
  norm: '12379 message, severity',
  verified: true,
  complete: true,
  note: 'The message has the colours alone; that numbered warnings go from 一级 to 四级 is from memory.',
  rows: {
    red: { zh: '红色', en: 'red' },
    orange: { zh: '橙色', en: 'orange' },
    yellow: { zh: '黄色', en: 'yellow' },
    blue: { zh: '蓝色', en: 'blue' },
    1: { zh: '一级', en: 'level 1', verified: false },
    2: { zh: '二级', en: 'level 2', verified: false },
    3: { zh: '三级', en: 'level 3', verified: false },
    4: { zh: '四级', en: 'level 4', verified: false },
  },
});

/** A code of {@link warningGrades}. */
export type WarningGrade = CodeOf<typeof warningGrades>;
