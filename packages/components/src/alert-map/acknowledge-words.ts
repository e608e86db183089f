import type { Sentences } from '../frame/own-words.js';

/** What is said of 确认收到: who confirmed, that nobody has, and what became of a press. */
const zh = {
  'row.unacknowledged': '未确认',
  'row.unacknowledged.for': '未确认 {age}',
  'state.unacknowledged': '未确认',
  'state.unacknowledged.for': '未确认 {age}',
  'row.acknowledged': '{name} {time} 已确认',
  'state.acknowledged': '{name} {time} 已确认',
  'state.acknowledged.tick': '{name} {time} 确认',
  'unjudged.acknowledged': '是否已确认不明',
  acknowledge: '确认收到',
  'acknowledge.again': '再次确认',
  'acknowledge.sending': '正在发送…',
  'acknowledge.waits': '↑ 待发送',
  'acknowledge.committed': '已写入，等待回显',
  'acknowledge.taken': '已交由本页处理，以画面为准',
  'acknowledge.refused': '未确认：{cause}（{code}）',
  'acknowledge.unclear': '没有回执，未确认（{code}）。再按一次不会重复',
  'acknowledge.changed': '画面刚变，未确认。看清后再按',
} as const;

export type AcknowledgeKey = keyof typeof zh;

const en: { readonly [K in AcknowledgeKey]: string } = {
  'row.unacknowledged': 'not acknowledged',
  'row.unacknowledged.for': 'not acknowledged, {age}',
  'state.unacknowledged': 'Not acknowledged',
  'state.unacknowledged.for': 'Not acknowledged, {age}',
  'row.acknowledged': 'acknowledged {time}, {name}',
  'state.acknowledged': 'Acknowledged {time}, {name}',
  'state.acknowledged.tick': 'Acknowledged {time}, {name}',
  'unjudged.acknowledged': 'not known if acknowledged',
  acknowledge: 'Acknowledge',
  'acknowledge.again': 'Try again',
  'acknowledge.sending': 'Sending…',
  'acknowledge.waits': '↑ Waiting to send',
  'acknowledge.committed': 'Written, waiting to see it',
  'acknowledge.taken': 'Handed to this page; the picture will say',
  'acknowledge.refused': 'Not acknowledged: {cause} ({code})',
  'acknowledge.unclear': 'No answer, not acknowledged ({code}). Pressing again does not double it',
  'acknowledge.changed': 'This has just changed, not acknowledged. Read it, then press again',
};

export const acknowledgeSentences: Sentences<AcknowledgeKey> = { zh, en };
