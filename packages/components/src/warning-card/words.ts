import type { Say, Sentences } from '../frame/own-words.js';

/** What the card says besides what all about warnings say. */
const zh = {
  'title.card': '预警详情',
  empty: '现无生效中的预警（截至 {time}，{n} 个数据源实时）',
  'empty.in': '{place}现无生效中的预警（截至 {time}，{n} 个数据源实时）',
  'empty.past': '{place}当时未见生效中的预警（{time}）',
  'missing.then': '当时没有编号为 {id} 的预警（{time}）',
  'missing.now': '没有编号为 {id} 的预警，或已不在图上',
  newest: '查看新版',
  history: '历次',
  'history.earlier': '更早的 {n} 条不在此列',
  'history.here': '本条',
  'verb.issue': '发布',
  'verb.update': '更新',
  'verb.raise': '提升',
  'verb.lower': '降级',
  'verb.continue': '继续',
  'verb.lift': '解除',
  'verb.withdraw': '撤销（误发）',
  'verb.end': '取消，原因不明',
} as const;

type CardKey = keyof typeof zh;

const en: { readonly [K in CardKey]: string } = {
  'title.card': 'Warning in full',
  empty: 'No warning in force (as of {time}, {n#1 feed|# feeds} live)',
  'empty.in': 'No warning in force in {place} (as of {time}, {n#1 feed|# feeds} live)',
  'empty.past': '{place} No warning in force seen then ({time})',
  'missing.then': 'No warning {id} then ({time})',
  'missing.now': 'No warning {id}, or it is no longer in the picture',
  newest: 'Show newest',
  history: 'History',
  'history.earlier': '{n} earlier not listed here',
  'history.here': 'this one',
  'verb.issue': 'Issued',
  'verb.update': 'Updated',
  'verb.raise': 'Raised',
  'verb.lower': 'Lowered',
  'verb.continue': 'Continued',
  'verb.lift': 'Lifted',
  'verb.withdraw': 'Withdrawn (issued in error)',
  'verb.end': 'Cancelled, reason unknown',
};

export const cardSentences: Sentences<CardKey> = { zh, en };

export type SayCard = Say<CardKey>;
