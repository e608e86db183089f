import { actingSentences } from '../frame/acting.js';
import type { Sentences } from '../frame/own-words.js';

/** What is said of 搁置; comes with the facts of what is chosen. */
const zh = {
  ...actingSentences.zh,
  shelve: '搁置事件',
  unshelve: '取消搁置',
  until: '已搁置至 {time}，{name}：{reason}',
  for: '时长',
  'for.minutes': '{n} 分钟',
  'for.hours': '{n} 小时',
  reason: '原因（必填）',
  'reason.missing': '写明原因',
  'back.hint': '到时、有新情况或新警情时自动恢复；计数不变',
  recorded: '已写入，等待回显',
  'cause.not-permitted': '无权搁置，须由主办值班台办理',
  'cause.not-found': '对象已不在图上',
  'cause.not-shelvable': '红色、未定级和电话报警的事件不能搁置',
} as const;

const en: { readonly [K in keyof typeof zh]: string } = {
  ...actingSentences.en,
  shelve: 'Set aside',
  unshelve: 'Bring back',
  until: 'Set aside until {time}, {name}: {reason}',
  for: 'For',
  'for.minutes': '{n} min',
  'for.hours': '{n} h',
  reason: 'Reason (needed)',
  'reason.missing': 'Say why',
  'back.hint': 'It comes back by itself then, or when anything new is known; counts stay',
  recorded: 'Written, waiting to see it',
  'cause.not-permitted': 'you may not set it aside, ask the desk that leads',
  'cause.not-found': 'it is no longer in the picture',
  'cause.not-shelvable': 'what is red, ungraded or was called in is not set aside',
};

export type ShelvingKey = keyof typeof zh;
export const shelvingSentences: Sentences<ShelvingKey> = { zh, en };
