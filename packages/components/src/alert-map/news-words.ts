import type { Sentences } from '../frame/own-words.js';

/** What is said aloud of what is new. */
const zh = {
  'kind.warning': '预警',
  'kind.incident': '事件',
  'kind.report': '警情',
  'kind.alarm': '报警',
  'news.red': '新的红色{kind}：{title}。',
  'news.red.changed': '红色{kind}更新：{title}。',
  'news.red.ended': '红色预警{ended}：{title}。',
  'news.digest': '新增 {n} 项：{parts}。',
  'news.digest.flood': '告警集中，新增 {n} 项：{parts}。',
  'news.part': '{level} {n} 项',
  'news.stale': '数据停于 {time}。',
  'news.live': '数据恢复实时。',
  'news.exercise': '演练：',
} as const;

export type NewsKey = keyof typeof zh;

const en: { readonly [K in NewsKey]: string } = {
  'kind.warning': 'warning',
  'kind.incident': 'incident',
  'kind.report': 'report',
  'kind.alarm': 'alarm',
  'news.red': 'New red {kind}: {title}.',
  'news.red.changed': 'Red {kind} updated: {title}.',
  'news.red.ended': 'Red warning {ended}: {title}.',
  'news.digest': '{n} new: {parts}.',
  'news.digest.flood': 'Alarm flood, {n} new: {parts}.',
  'news.part': '{n} {level}',
  'news.stale': 'Data stopped at {time}.',
  'news.live': 'Data is live again.',
  'news.exercise': 'Exercise: ',
};

export const newsSentences: Sentences<NewsKey> = { zh, en };
