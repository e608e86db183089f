import { html, nothing, type TemplateResult } from 'lit';
import type { Acknowledge } from '../controllers/acknowledge.js';
import { sayOf, type Sentences } from '../frame/own-words.js';
import { problemOf } from './confirmation.js';
import type { Group } from './groups.js';
import type { Item } from './item.js';
import type { MapContext } from './words.js';

const zh = {
  'group.acts': '所选一组',
  'group.acknowledge': '确认收到 {n} 项',
  'group.again': '再次确认 {n} 项',
  'group.sending': '正在发送，剩 {n} 项',
  'group.waits': '↑ 待发送 {n} 项',
  'group.written': '已写入，等待回显',
  'group.taken': '已交由本页处理 {n} 项，以画面为准',
  'group.red': '红色须逐项确认',
} as const;

const en: { readonly [K in keyof typeof zh]: string } = {
  'group.acts': 'Chosen group',
  'group.acknowledge': 'Acknowledge {n}',
  'group.again': 'Try {n} again',
  'group.sending': 'Sending, {n} to go',
  'group.waits': '↑ {n} waiting to be sent',
  'group.written': 'Written, waiting to see it',
  'group.taken': '{n} handed to this page; the picture will say',
  'group.red': 'Red ones are acknowledged one by one',
};

/** What is said of 确认收到 for several things at once. */
export const groupActSentences: Sentences<keyof typeof zh> = { zh, en };

/** Of these nothing is left to be pressed. */
const TAKEN: ReadonlySet<string | undefined> = new Set(['sending', 'waits', 'committed']);

export interface GroupActsOptions {
  readonly acknowledge: Pick<Acknowledge, 'of' | 'send'>;
  readonly context: Pick<MapContext, 'words' | 'now'>;
}

/**
 * 确认收到 for all of a group that wait as they stand on the screen, a Command each; what comes after the press waits. Whatever is not
 * confirmed is told by name. A red is never confirmed with others.
 */
export function groupActs(
  { members }: Group,
  { acknowledge, context }: GroupActsOptions,
): TemplateResult | typeof nothing {
  const { words, now } = context;
  const say = sayOf(groupActSentences, words.lang);
  const open = members.filter((item) => item.waiting && !item.unjudged);
  const waiting = open.filter(({ level }) => level !== 'red');
  if (open.length === 0) return nothing;
  const stateOf = ({ id }: Item): string | undefined => acknowledge.of(id)?.state;
  const sending = waiting.filter((item) => stateOf(item) === 'sending').length;
  const queued = waiting.filter((item) => stateOf(item) === 'waits').length;
  const unsent = waiting.filter((item) => !TAKEN.has(stateOf(item)));
  const taken = unsent.filter((item) => stateOf(item) === 'taken');
  const failed = unsent.filter((item) => stateOf(item) !== undefined && !taken.includes(item));
  const busy = sending > 0 || unsent.length === 0;
  const label =
    sending > 0
      ? say('group.sending', { n: sending })
      : unsent.length === 0
        ? say(queued > 0 ? 'group.waits' : 'group.written', { n: queued })
        : say(failed.length + taken.length > 0 ? 'group.again' : 'group.acknowledge', { n: unsent.length });
  const press = (): void => {
    for (const { id } of unsent) void acknowledge.send(id);
  };
  return html`<div class="tools group-acts" role="group" aria-label=${say('group.acts')}>
    ${
      waiting.length === 0
        ? nothing
        : html`<button
            class="primary"
            part="ack"
            aria-disabled=${busy ? 'true' : 'false'}
            @click=${busy ? nothing : press}
          >
            ${label}
          </button>`
    }
    ${waiting.length === open.length ? nothing : html`<span>${say('group.red')}</span>`}
    ${taken.length === 0 ? nothing : html`<span role="status">${say('group.taken', { n: taken.length })}</span>`}
    ${failed.map(
      (item) =>
        html`<p class="problem" role="alert">
          ${[item.title, item.where, words.clock(item.at, now)].filter((part) => part !== '').join(words.say('comma'))}${words.say('colon')}
          ${problemOf(acknowledge.of(item.id), words)}
        </p>`,
    )}
  </div>`;
}
