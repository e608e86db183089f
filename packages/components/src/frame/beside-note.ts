import { css } from 'lit';
import { langOf } from '../controllers/surroundings.js';
import { langOfTag } from '../i18n/spoken.js';
import type { YjElement } from './element.js';

const NOT_THE_PAST = {
  zh: '地图在回放，此处不随回放',
  en: 'The map shows the past; this does not',
};

const besideStyles = css`
  .beside {
    margin: 0;
    padding: 2px var(--_pad);
    border: 2px solid var(--_text);
    color: var(--_text);
    background: var(--_surface);
    font-weight: 700;
  }
`;

/** Puts the note above what the element shows, or takes it away. What shows nothing has nothing that could be mistaken. */
export function besideNote(host: YjElement, beside: boolean): void {
  const box = host.renderRoot.querySelector('.box');
  const there = box?.querySelector(':scope > .beside');
  if (!beside) return void there?.remove();
  if (!box) return;
  host.wear(besideStyles);
  const note = there ?? Object.assign(document.createElement('p'), { className: 'beside' });
  note.textContent = NOT_THE_PAST[langOfTag(langOf(host))];
  if (!there) box.prepend(note);
}
