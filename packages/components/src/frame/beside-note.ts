import { css, type LitElement } from 'lit';
import type { Beside } from '../context/beside.js';
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

/** Says of each other element that it shows no past, from now on; returns how to say it no more. */
export function besideThePast(beside: Beside, host: LitElement): () => void {
  const { elements } = beside;
  const past = (beside.past ??= new Set());
  past.add(host);
  const note = (element: LitElement): void => place(element as YjElement, past.size > 0 && !past.has(element));
  beside.note = note;
  elements.forEach(note);
  return () => {
    past.delete(host);
    if (past.size === 0) beside.note = undefined;
    elements.forEach(note);
  };
}

/** Puts the note above what the element shows, or takes it away. What shows nothing has nothing that could be mistaken. */
function place(element: YjElement, beside: boolean): void {
  const box = element.renderRoot.querySelector('.box');
  const there = box?.querySelector(':scope > .beside');
  // A View of its own is another picture.
  if (!beside || element.view) return void there?.remove();
  if (!box) return;
  element.wear(besideStyles);
  const note = there ?? Object.assign(document.createElement('p'), { className: 'beside' });
  note.textContent = NOT_THE_PAST[langOfTag(langOf(element))];
  if (!there) box.prepend(note);
}
