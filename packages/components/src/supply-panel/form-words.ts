import type { Say, Sentences } from '../frame/own-words.js';
import type { Told } from './recorder.js';

/** What a form says, and what became of it. */
const zh = {
  'form.title': '{act} {name}',
  'form.lot': '批次',
  'form.lot.first': '先到期的先出',
  'form.lot.none': '台账中没有可收入的批次，先在台账中登记',
  'form.quantity': '数量（{unit}）',
  'form.counted': '实盘（{unit}）',
  'form.to': '发往',
  'form.to.choose': '选择去向',
  'form.reason': '事由',
  'form.reason.note': '公开文字，不写个人信息',
  'form.ledger': '账面 {n}',
  'form.difference': '账面 {n}，差 {d}',
  'form.left': '在途 {n}',
  'form.send': '登记{act}',
  'form.again': '再次登记',
  'form.sending': '正在发送…',
  'form.cancel': '取消',
  'form.close': '关闭',
  'wrong.quantity': '填大于 0 的数，最多三位小数',
  'wrong.counted': '填不小于 0 的数，最多三位小数',
  'wrong.large': '数过大，可能扫进了条码',
  'wrong.to': '选择去向',
  'wrong.lot': '选择批次',
  'wrong.reason': '事由最多 200 字',
  'told.refused': '未登记：{cause}（{code}）',
  'told.unclear': '没有回执，是否登记不明（{code}）。再按一次不会重复',
  'cause.stock-short': '账面不足，减少数量或先盘点',
  'cause.lot-expired': '该批已过期，不能发放',
  'cause.changed-meanwhile': '数量已变，核对后再登记',
  'cause.leg-mismatch': '与在途不符',
  'cause.not-found': '台账中已无此项',
  'cause.not-permitted': '无权登记此项',
  'cause.invalid-input': '内容不合规则',
  'cause.read-only': '未提供操作人',
  'cause.other': '未能完成',
  key: '按键',
  'key.receive': '入库',
  'key.issue': '领用',
  'key.return': '归还',
  'key.transfer': '调拨',
  'key.count': '盘点',
  'key.scan': '扫码或查找',
  'key.move': '换一项',
  'key.open': '展开批次',
  'key.close': '关闭并返回',
} as const;

export type FormKey = keyof typeof zh;

const en: { readonly [K in FormKey]: string } = {
  'form.title': '{act}: {name}',
  'form.lot': 'Lot',
  'form.lot.first': 'What expires first',
  'form.lot.none': 'The ledger has no lot to bring it into: list one first',
  'form.quantity': 'Quantity ({unit})',
  'form.counted': 'Counted ({unit})',
  'form.to': 'To',
  'form.to.choose': 'Choose where to',
  'form.reason': 'Reason',
  'form.reason.note': 'Public text: no personal data',
  'form.ledger': 'By the ledger {n}',
  'form.difference': 'By the ledger {n}, difference {d}',
  'form.left': '{n} in transit',
  'form.send': 'Record: {act}',
  'form.again': 'Record again',
  'form.sending': 'Sending…',
  'form.cancel': 'Cancel',
  'form.close': 'Close',
  'wrong.quantity': 'A number above 0, at most three decimals',
  'wrong.counted': 'A number from 0 up, at most three decimals',
  'wrong.large': 'Too large: it may be a bar code',
  'wrong.to': 'Choose where to',
  'wrong.lot': 'Choose a lot',
  'wrong.reason': 'At most 200 characters',
  'told.refused': 'Not recorded: {cause} ({code})',
  'told.unclear': 'No answer, not known if recorded ({code}). Pressing again does not double it',
  'cause.stock-short': 'not enough by the ledger, take less or count first',
  'cause.lot-expired': 'that lot has expired and is not handed out',
  'cause.changed-meanwhile': 'the quantity has changed, look again',
  'cause.leg-mismatch': 'it does not fit what is in transit',
  'cause.not-found': 'it is no longer in the ledger',
  'cause.not-permitted': 'you may not record this',
  'cause.invalid-input': 'it breaks a rule',
  'cause.read-only': 'no actor given',
  'cause.other': 'not done',
  key: 'Keys',
  'key.receive': 'Receive',
  'key.issue': 'Issue',
  'key.return': 'Return',
  'key.transfer': 'Transfer',
  'key.count': 'Count',
  'key.scan': 'Scan or find',
  'key.move': 'Another item',
  'key.open': 'Show its lots',
  'key.close': 'Close and return',
};

export const formSentences: Sentences<FormKey> = { zh, en };

export type SayForm = Say<FormKey>;

/** What the store said to a movement, or that nobody knows. */
export const troubleWords = (told: Told & { state: 'refused' | 'unclear' }, tell: SayForm): string =>
  told.state === 'unclear'
    ? tell('told.unclear', { code: told.code })
    : tell('told.refused', { cause: tell(keyOr(`cause.${told.code}`, 'cause.other')), code: told.code });

/** A key made up at run time, or another where there is none. */
const keyOr = (key: string, other: FormKey): FormKey => (Object.hasOwn(zh, key) ? (key as FormKey) : other);
