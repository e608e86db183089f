import { defineTable, type CodeOf } from './table.js';

/** 突发事件分级 of the 突发事件应对法, in the words of the 12379 message (unverified, from memory); 1 is worst. No colour: a warning’s grade is another scale. */
export const incidentLevels = defineTable({
  id: 'incident-levels',
  zh: '突发事件级别',
  en: 'incident levels',
  norm: '突发事件应对法 (unread)',
  verified: false,
  complete: true,
  note: 'From memory. The 12379 message has the same four words for grades of warnings, which are another scale.',
  rows: {
    1: { zh: '特别重大', en: 'extraordinarily serious' },
    2: { zh: '重大', en: 'serious' },
    3: { zh: '较大', en: 'major' },
    4: { zh: '一般', en: 'ordinary' },
  },
});

/** A code of {@link incidentLevels}. */
export type IncidentLevel = CodeOf<typeof incidentLevels>;
