import { defineTable, type CodeOf } from './table.js';

/** What scale the grade of a warning belongs to, in the words of this SDK (model warning); which grades two of them use is unverified. */
export const warningSchemes = defineTable({
  id: 'warning-schemes',
  zh: '预警分级方式',
  en: 'warning schemes',
  norm: 'the words of this SDK (model warning)',
  verified: false,
  complete: true,
  note: 'Which grades the hydrological and flash-flood schemes use could not be read.',
  rows: {
    'signal-colour': { zh: '预警信号（颜色）', en: 'signal colour' },
    'numbered-level': { zh: '级别（一至四级）', en: 'numbered level' },
    hydrological: { zh: '水文预警', en: 'hydrological warning' },
    'flash-flood': { zh: '山洪预警', en: 'flash flood warning' },
    'cap-severity': { zh: '未分级（CAP 严重程度）', en: 'ungraded (CAP severity)' },
  },
});

/** A code of {@link warningSchemes}. */
export type WarningScheme = CodeOf<typeof warningSchemes>;
