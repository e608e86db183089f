import type { Sentences } from '../frame/own-words.js';

/** What is said of the lots of a line, in Chinese; loaded with the first that is opened. Keys are those of `en`. */
const zh = {
  'owner.own': '自储',
  'owner.stored-by-others': '代储',
  'owner.agreement': '协议',
  'counted.on': '{time} 盘点 {n}，与账面相符',
  'counted.more': '{time} 盘点 {n}，盘盈 {d}',
  'counted.less': '{time} 盘点 {n}，盘亏 {d}',
  'lot.ends': '{time} 到期',
  'lot.ended': '已于 {time} 过期',
  'lot.endless': '长期有效',
  'head.quantity': '账面',
} as const;

type LotsKey = keyof typeof zh;

/** The same in English. */
const en: { readonly [K in LotsKey]: string } = {
  'owner.own': 'own',
  'owner.stored-by-others': 'stored by others',
  'owner.agreement': 'by agreement',
  'counted.on': 'counted {n} at {time}, as in the ledger',
  'counted.more': 'counted {n} at {time}, {d} over',
  'counted.less': 'counted {n} at {time}, {d} missing',
  'lot.ends': 'until {time}',
  'lot.ended': 'expired {time}',
  'lot.endless': 'does not expire',
  'head.quantity': 'By the ledger',
};

export const LOTS: Sentences<LotsKey> = { zh, en };
