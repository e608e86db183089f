import { html, type TemplateResult } from 'lit';
import { sayOf, type Sentences } from '../frame/own-words.js';
import type { MapWords } from './words.js';

export { menuStyles } from './menu.styles.js';

/** What each key does; fetched when somebody asks. */
const zh = {
  next: '下一项（由重到轻）',
  previous: '上一项',
  list: '显示或收起列表',
  follow: '跟随新警情',
  open: '打开；再按一次确认收到',
  group: '确认所选一组（红色除外）',
  fold: '展开或收起所选一行',
  close: '关闭并返回',
  search: '搜索',
  replay: '回放，再按返回实时',
  measure: '从所选或图中心量距，报周边；再按结束',
  corner: '量距时：定角圈选，退一角',
  pan: '移动地图，或在列表中选择',
  zoom: '缩放地图',
} as const;

const en: { readonly [K in keyof typeof zh]: string } = {
  next: 'Next, worst first',
  previous: 'Previous',
  list: 'Show or hide the list',
  follow: 'Follow new alarms',
  open: 'Open; again: acknowledge',
  group: 'Acknowledge the chosen group, red excepted',
  fold: 'Unfold or fold the chosen row',
  close: 'Close and return',
  search: 'Search',
  replay: 'Replay; again: back to live',
  measure: 'Measure from what is chosen, or the middle, and tell what is around; again: end',
  corner: 'While measuring: set a corner, undo it',
  pan: 'Pan the map, or choose in the list',
  zoom: 'Zoom the map',
};

export const keySentences: Sentences<keyof typeof zh> = { zh, en };

/** The keys as they are shown to a person who presses `?`. */
const KEYS: readonly (readonly [keys: string, does: keyof typeof zh])[] = [
  ['N', 'next'],
  ['P', 'previous'],
  ['Enter', 'open'],
  ['A', 'group'],
  ['→ ←', 'fold'],
  ['Esc', 'close'],
  ['L', 'list'],
  ['F', 'follow'],
  ['/', 'search'],
  ['R', 'replay'],
  ['M', 'measure'],
  ['Enter Backspace', 'corner'],
  ['↑ ↓ ← →', 'pan'],
  ['+ −', 'zoom'],
];

export function keyHelp(words: MapWords): TemplateResult {
  const say = sayOf(keySentences, words.lang);
  return html`<section class="menu keys" aria-labelledby="keys-title" tabindex="-1" id="keys">
    <h3 id="keys-title">${words.say('keys')}</h3>
    <dl>
      ${KEYS.map(
        ([keys, does]) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${say(does)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
