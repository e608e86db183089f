import { ACCIDENTS } from './event-types-accidents.js';
import { NATURAL } from './event-types-natural.js';
import { SOCIETY } from './event-types-society.js';
import { defineTable, isCode, type CodeOf } from './table.js';

/**
 * 突发事件分类: the event types of the 国家应急平台体系信息资源分类与编码规范, which 12379 and the emergency broadcast use too. Class (two
 * digits), group (letter), kind (two digits): `12G04` is 高层民用 in `12G00` 火灾 in `12000` 事故灾难. Kinds bear the short word that
 * stands under their group, so a name alone may want its group beside it: see {@link eventTypePath}.
 */
export const eventTypes = defineTable({
  id: 'event-types',
  zh: '突发事件分类',
  en: 'event types',
  norm: '国家应急平台体系信息资源分类与编码规范',
  verified: true,
  complete: false,
  note: 'Read from public code, not from the norm. GB/T 35561 is another scheme: 20000 there is 事故灾难, here 2xxxx are hazard sources.',
  rows: { ...NATURAL, ...ACCIDENTS, ...SOCIETY },
});

/** A code of {@link eventTypes}. */
export type EventType = CodeOf<typeof eventTypes>;

/**
 * The known types that a code stands in, widest first, itself last: `12G04` → `12000`, `12G00`, `12G04`; `12G77`, which nobody
 * knows, → `12000`, `12G00`. Empty for what is no code of this scheme.
 */
export function eventTypePath(code: string): EventType[] {
  if (!/^1[1-49][A-Z0]\d\d$/.test(code)) return [];
  const path = [`${code.slice(0, 2)}000`, `${code.slice(0, 3)}00`, code];
  return path.filter((each, at): each is EventType => isCode(eventTypes, each) && path.indexOf(each) === at);
}
