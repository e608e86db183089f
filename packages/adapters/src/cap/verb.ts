import type { Warning } from '@yingji/core';
import type { CapAlert, CapInfo } from './cap-alert.js';
import { wordsOf } from './parameter-name.js';

export type Verb = Warning['verb'];

/** The last word, or the last two joined, of the name of a parameter that states what the message does. */
const VERB_PARAMETERS = new Set([
  'verb',
  'action',
  'end',
  'ending',
  'endreason',
  'endtype',
  'endbasis',
  'cancel',
  'cancelreason',
  'canceltype',
  'cancelbasis',
  'lift',
  '动作',
  '预警动作',
  '发布类型',
  '发布动作',
  '预警状态',
  '结束',
  '结束方式',
  '结束原因',
  '解除',
  '解除方式',
  '取消原因',
]);

/** What such a parameter may say, in lower case. */
const STATED: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['update', 'update'],
  ['更新', 'update'],
  ['raise', 'raise'],
  ['upgrade', 'raise'],
  ['提升', 'raise'],
  ['升级', 'raise'],
  ['lower', 'lower'],
  ['downgrade', 'lower'],
  ['降级', 'lower'],
  ['降低', 'lower'],
  ['continue', 'continue'],
  ['继续', 'continue'],
  ['lift', 'lift'],
  ['lifted', 'lift'],
  ['allclear', 'lift'],
  ['all-clear', 'lift'],
  ['解除', 'lift'],
  ['withdraw', 'withdraw'],
  ['withdrawn', 'withdraw'],
  ['error', 'withdraw'],
  ['issued-in-error', 'withdraw'],
  ['issued in error', 'withdraw'],
  ['撤销', 'withdraw'],
  ['撤回', 'withdraw'],
  ['误发', 'withdraw'],
  ['end', 'end'],
  ['ended', 'end'],
]);

const UPDATES: ReadonlySet<Verb> = new Set<Verb>(['update', 'raise', 'lower', 'continue']);
const ENDS: ReadonlySet<Verb> = new Set<Verb>(['lift', 'withdraw', 'end']);

const RAISE = /提升|升级|升級|升为|升為|上调/;
const LOWER = /降级|降級|降低|降为|降為|下调/;
const CONTINUE = /继续|繼續/;
const LIFT = /解除/;
const WITHDRAW = /撤销|撤銷|误发|誤發/;
const MISTAKE = /误发|誤發|\berrors?\b/i;

/**
 * What the message does to the warning. Alert issues; Update updates, raises, lowers or continues by its stated parameter or
 * the words of a Chinese headline; Cancel lifts, withdraws, or just ends where nothing says why. Only Cancel ends a warning.
 */
export function verbOf(alert: CapAlert): Verb {
  const headlines = alert.infos
    .map(({ headline }) => headline ?? '')
    .join('\n')
    .slice(0, 4_000);
  if (alert.msgType === 'Update') {
    const stated = statedVerb(alert, UPDATES);
    if (stated !== undefined) return stated;
    if (RAISE.test(headlines)) return 'raise';
    if (LOWER.test(headlines)) return 'lower';
    return CONTINUE.test(headlines) ? 'continue' : 'update';
  }
  if (alert.msgType !== 'Cancel') return 'issue';
  const stated = statedVerb(alert, ENDS);
  if (stated !== undefined) return stated;
  const said = `${headlines}\n${(alert.note ?? '').slice(0, 4_000)}`;
  return endIn(said) ?? (alert.infos.some(saysAllClear) ? 'lift' : (endIn(descriptions(alert)) ?? 'end'));
}

/** An Update or Alert that reads like an end: the rule keeps it in force, and a person should look. */
export function readsAsEnd(alert: CapAlert): boolean {
  if (alert.msgType === 'Cancel' || alert.infos.length === 0) return false;
  // Every info, not some: an alert may clear one part of its area and keep another.
  return (
    alert.infos.every(saysAllClear) || alert.infos.some(({ headline }) => headline !== undefined && LIFT.test(headline))
  );
}

function saysAllClear({ responseTypes }: CapInfo): boolean {
  return responseTypes.includes('AllClear');
}

/** The word that stands first decides ("解除暴雨预警，撤销应急响应" lifts), a stated mistake always does. */
function endIn(text: string): Verb | undefined {
  if (MISTAKE.test(text)) return 'withdraw';
  const [lift, withdraw] = [text.search(LIFT), text.search(WITHDRAW)];
  if (withdraw >= 0 && (lift < 0 || withdraw < lift)) return 'withdraw';
  return lift >= 0 ? 'lift' : undefined;
}

function descriptions({ infos }: CapAlert): string {
  return infos
    .map(({ event, description }) => `${event ?? ''}\n${(description ?? '').slice(0, 4_000)}`)
    .join('\n')
    .slice(0, 16_000);
}

function statedVerb({ infos }: CapAlert, allowed: ReadonlySet<Verb>): Verb | undefined {
  for (const { parameters } of infos) {
    for (const { name, value } of parameters) {
      const words = wordsOf(name);
      if (!VERB_PARAMETERS.has(words.at(-1) ?? '') && !VERB_PARAMETERS.has(words.slice(-2).join(''))) continue;
      const verb = STATED.get(value.trim().toLowerCase());
      if (verb !== undefined && allowed.has(verb)) return verb;
    }
  }
  return undefined;
}
