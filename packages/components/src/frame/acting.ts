import { html, type TemplateResult } from 'lit';
import type { Told } from '../controllers/sender.js';
import { sayOf, type Say, type Sentences } from './own-words.js';

/** What is said of an act that was sent, whatever it was; loaded with the forms. */
const zh = {
  'form.sending': '正在发送…',
  'form.cancel': '取消',
  'form.close': '关闭',
  'told.refused': '未登记：{cause}（{code}）',
  'told.unclear': '没有回执，是否登记不明（{code}）。再按一次不会重复',
  'cause.not-allowed-now': '现状态不能这样登记',
  'cause.invalid-input': '内容不合规则',
  'cause.read-only': '未提供操作人',
  'cause.actor-unknown': '未提供操作人',
  'cause.other': '未能完成',
  key: '按键',
} as const;

type ActingKey = keyof typeof zh;

const en: { readonly [K in ActingKey]: string } = {
  'form.sending': 'Sending…',
  'form.cancel': 'Cancel',
  'form.close': 'Close',
  'told.refused': 'Not recorded: {cause} ({code})',
  'told.unclear': 'No answer, not known if recorded ({code}). Pressing again does not double it',
  'cause.not-allowed-now': 'not possible as it stands',
  'cause.invalid-input': 'it breaks a rule',
  'cause.read-only': 'no actor given',
  'cause.actor-unknown': 'no actor given',
  'cause.other': 'not done',
  key: 'Keys',
};

/** To be spread into the sentences of who acts. */
export const actingSentences = { zh, en } satisfies Sentences<ActingKey>;

/** What the store said, or that nobody knows; `sentences` have a cause for each code that is known, and those above. */
export function troubleWords<K extends string>(
  told: Told & { state: 'refused' | 'unclear' },
  { sentences, lang }: { readonly sentences: Sentences<K | ActingKey>; readonly lang: 'zh' | 'en' },
): string {
  const say: Say<K | ActingKey> = sayOf(sentences, lang);
  const { code } = told;
  if (told.state === 'unclear') return say('told.unclear', { code });
  const cause = `cause.${code}`;
  const isKnown = (key: string): key is K => Object.hasOwn(sentences[lang], key);
  return say('told.refused', { cause: say(isKnown(cause) ? cause : 'cause.other'), code });
}

/** The keys as they are shown to a person who presses `?`. */
export const keyHelp = (options: {
  readonly title: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
  readonly close: string;
  readonly onClose: () => void;
}): TemplateResult =>
  html`<section class="sheet keys" role="dialog" aria-labelledby="keys-title" tabindex="-1">
    <h3 id="keys-title">${options.title}</h3>
    <dl>
      ${options.keys.map(
        ([keys, does]) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>
    <div class="acts"><button class="close" @click=${options.onClose}>${options.close}</button></div>
  </section>`;
