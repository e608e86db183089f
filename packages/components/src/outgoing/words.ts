import type { Sentences } from '../frame/own-words.js';

/** What is said of Commands that wait on this device; comes with them. */
const zh = {
  none: '已离线。确认收到和任务进展可存于本机，联网后发送；须填写原因的恢复后再办',
  waits: '已离线。{n} 条存于本机（最早 {time}），联网后发送',
  'waits.nowhen': '已离线。{n} 条存于本机，联网后发送',
  sending: '{n} 条存于本机，正在发送',
  sent: '存于本机的 {n} 条已送达',
  refused: '未送达：{what}。{cause}（{code}），须重新办理',
  seen: '知道了',
  'what.acknowledge-alarm': '确认收到',
  'what.advance-task': '任务进展',
  'what.other': '登记',
  when: '{time} 办理',
  'cause.waited-too-long': '在本机存放过久',
  'cause.changed-meanwhile': '情况已变',
  'cause.not-allowed-now': '现状态不能这样登记',
  'cause.not-permitted': '无权办理',
  'cause.not-found': '对象已不在图上',
  'cause.not-owner': '由其他系统下达，在该系统办理',
  'cause.same-person': '办结人不能自行核验',
  'cause.other': '网关未受理',
} as const;

export type OutgoingKey = keyof typeof zh;

const en: { readonly [K in OutgoingKey]: string } = {
  none: 'Offline. Acknowledgements and steps of tasks can be kept here and sent later; what needs a reason cannot',
  waits: 'Offline. {n} kept here (since {time}), will be sent',
  'waits.nowhen': 'Offline. {n} kept here, will be sent',
  sending: '{n} kept here, sending',
  sent: '{n} that {n#1 was|# were} kept here {n#1 has|# have} arrived',
  refused: 'Not taken: {what}. {cause} ({code}); decide again',
  seen: 'Noted',
  'what.acknowledge-alarm': 'acknowledgement',
  'what.advance-task': 'step of a task',
  'what.other': 'record',
  when: 'given {time}',
  'cause.waited-too-long': 'It waited here for too long',
  'cause.changed-meanwhile': 'It has changed since',
  'cause.not-allowed-now': 'Not possible as it stands',
  'cause.not-permitted': 'You may not do this',
  'cause.not-found': 'It is no longer in the picture',
  'cause.not-owner': 'It was given by another system',
  'cause.same-person': 'Who did it does not check it',
  'cause.other': 'The gateway refused it',
};

export const outgoingSentences: Sentences<OutgoingKey> = { zh, en };
