import { html, nothing, type TemplateResult } from 'lit';
import { isLacking, type DutyLine } from './duty.js';
import type { FormAct, Subject } from './form.js';
import { hours, nameOf, postName, skillsOf, type Speech } from './speech.js';

type Cell = TemplateResult | string | typeof nothing;

/** One line as the table draws it. */
export interface RowView {
  readonly key: string;
  /** Beside the first cell: what the line is about. */
  readonly label: string;
  /** What a reader of the screen is told of it at once, where the label alone would say too little. */
  readonly told?: string;
  readonly cells: readonly Cell[];
  /** What the page's own columns say. */
  readonly own?: readonly string[];
  /** `lacking` asks for somebody; `head` stands above others. */
  readonly tone: 'lacking' | 'head' | '';
  readonly exercise: boolean;
  readonly unjudged: boolean;
  /** What can be done with it, the first at once from the line. */
  readonly acts: readonly FormAct[];
  readonly subject: Subject | undefined;
}

export const PLAIN = { tone: '', exercise: false, unjudged: false, acts: [], subject: undefined } as const;
export const chip = (text: string): TemplateResult => html`<b class="due" part="chip">${text}</b>`;

export function dutyRow(line: DutyLine, speech: Speech, isNow: boolean): RowView {
  const { key, role, place, responder, from, to, person, exercise, unjudged } = line;
  const name = nameOf(speech, responder);
  const skills = skillsOf(speech, person?.value.skills).join(speech.words.say('list'));
  return {
    ...{ key, label: postName(speech, role, place), exercise: exercise !== undefined, unjudged },
    tone: isLacking(line) ? 'lacking' : '',
    cells: [
      name,
      hours(speech, from, to),
      skills || speech.say(person ? 'skill.none' : 'skill.unknown'),
      dutyState(line, speech),
    ],
    acts: dutyActs(line, isNow),
    subject: {
      ...{ name: `${postName(speech, role, place)} ${name}`, shift: key, person: person && responder },
      ...(isLacking(line) && { lacks: [{ role, place, from, to }] }),
    },
  };
}

function dutyState(line: DutyLine, { say, words, now, at, isOld }: Speech): TemplateResult {
  const tick = isOld ? '' : '✓ ';
  const { state, from, signedIn, unavailable } = line;
  const said = unavailable && state !== 'on' ? html` <span class="note">${say('said.unavailable')}</span>` : nothing;
  if (state === 'absent') return html`${chip(say('state.absent', { age: words.span(from, at, 'short') }))}${said}`;
  if (state === 'unknown') return html`<b>? ${say('state.unknown')}</b>`;
  if (state === 'missed' || state === 'unfit') return html`${chip(say(`state.${state}`))}${said}`;
  if (state === 'over') return html`<b>${say('state.over')}</b>`;
  if (state === 'on') return html`${tick}${say('state.on', { time: signedIn ? words.clock(signedIn, now) : '' })}`;
  if (state === 'planned') return html`${say('state.planned')}${said}`;
  if (signedIn) return html`${tick}${say('state.early', { time: words.clock(signedIn, now) })}`;
  return html`${say('state.next', { time: words.clock(from, now) })}${said}`;
}

function dutyActs({ state, signedIn, person }: DutyLine, isNow: boolean): FormAct[] {
  const sign: FormAct[] = !isNow
    ? []
    : state === 'on' || state === 'over'
      ? ['sign-out', 'hand-over']
      : (state === 'absent' || state === 'next') && !signedIn
        ? ['sign-in']
        : [];
  const fill: FormAct[] = isNow && isLacking({ state }) ? ['fill'] : [];
  return person ? [...sign, ...fill, 'call', 'reveal'] : [...sign, ...fill];
}
