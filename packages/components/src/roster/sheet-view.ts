import { html, nothing, type TemplateResult } from 'lit';
import type { EntityId, Responder } from '@yingji/core';
import type { Told } from '../controllers/sender.js';
import { keyHelp, troubleWords } from '../frame/acting.js';
import { sayOf } from '../frame/own-words.js';
import { SHOWN_S } from './contact.js';
import type { Hand } from './hand.js';
import { maskedOf } from './duty.js';
import { aboutName, confirmedAbout, MOST_CALLED } from './call-set.js';
import { CHANNELS, FIELDS, labelOf, OUTCOMES, type Field, type Form, type FormAct } from './form.js';
import { availability } from './availability.js';
import { nameOf, skillName, skillsOf, type Speech } from './speech.js';
import { choicesFor, type Lack } from './stand-in.js';
import { fromBeijing } from '../i18n/time.js';
import { openView } from './open-items.js';
import { teamList } from './teams.js';
import { SENTENCES, type HandKey, type SayHand } from './hand-words.js';
import { WAYS } from './ways-words.js';

export interface SheetOptions extends Speech {
  readonly hand: Hand;
  /** Says what is said while somebody acts. */
  readonly own: SayHand;
  readonly mayAct: boolean;
  readonly told: Told | undefined;
}

/** Those that a line offers are named with the lines. */
const actName = (act: FormAct, { say, own }: SheetOptions): string =>
  act === 'call' || act === 'reveal' ? own(`act.${act}`) : say(`act.${act}`);

type Choice = readonly [value: string, name: string];

/** A person: what they can do, whether they can be sent, how to reach them, and what can be done. */
export function card(options: SheetOptions): TemplateResult | typeof nothing {
  const { hand, people, say, own, mayAct } = options;
  const { card: row, contact } = hand;
  if (!row?.subject) return nothing;
  const person = people.person(row.subject.person);
  const until = (skill: string, time: string): string => own('skill.until', { skill, time });
  const skills = skillsOf(options, (person?.value as Partial<Responder> | undefined)?.skills, until);
  const number = row.subject.person && contact.of(row.subject.person);
  const masked = maskedOf(person, 'phone');
  return html`<section class="sheet" part="form" role="dialog" aria-labelledby="card-title" tabindex="-1">
    <h3 id="card-title">${row.subject.name}</h3>
    ${
      person
        ? html`<p>${availability(person, options)}</p>
            <ul class="skills">
              ${(skills.length > 0 ? skills : [say('skill.none')]).map((skill) => html`<li>${skill}</li>`)}
            </ul>
            ${hand.teams.ready ? teamList(person, hand.teams.rows, options.words.lang) : nothing}`
        : nothing
    }
    ${
      number !== undefined
        ? html`<p class="number" part="contact">
            <b>${number}</b> <span class="hint">${own('contact.left', { n: SHOWN_S })}</span>
          </p>`
        : person
          ? html`<p>${masked === undefined ? own('contact.none') : own('contact.masked', { masked })}</p>`
          : nothing
    }
    <div class="acts">
      ${
        mayAct
          ? row.acts
              .filter((act) => act !== 'reveal' || (masked !== undefined && number === undefined))
              .map(
                (act) =>
                  html`<button @click=${() => hand.act(row, act)}>
                    ${act === 'call' && row.subject?.insteadOf ? own('act.next') : actName(act, options)}
                  </button>`,
              )
          : nothing
      }
      <button class="close" @click=${() => hand.close()}>${own('form.close')}</button>
    </div>
  </section>`;
}

/** What an act needs before it is sent. Nothing is said to be recorded before the store has it. */
export function formView(options: SheetOptions): TemplateResult | typeof nothing {
  const { hand, told, own } = options;
  const { form } = hand;
  if (!form) return nothing;
  const act = actName(form.act, options);
  const busy = told?.state === 'sending';
  const isEmpty = form.act === 'hand-over' && (form.values.items ?? '').trim() === '';
  // First what is listed: the button counts it.
  const handing = form.act === 'hand-over' ? handingOver(form, options) : nothing;
  const recorded = hand.open.recorded.length;
  const again = told?.state === 'refused' || told?.state === 'unclear';
  const set = form.act === 'call-up' ? setOf(form, options) : undefined;
  const send = again
    ? own('form.again', { act })
    : set
      ? own('set.send', { n: set.called.length })
      : isEmpty
        ? own(recorded > 0 ? 'form.listed' : 'form.nothing', { n: recorded })
        : own('form.send', { act });
  const wrong = form.wrong && wrongWords(form.wrong, form, options);
  return html`<form
    class="sheet ${form.act === 'hand-over' ? 'handing' : ''}"
    part="form"
    aria-labelledby="form-title"
    novalidate
    autocomplete="off"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      if (!busy) void hand.send();
    }}
  >
    <h3 id="form-title">
      ${own('form.title', { act, name: set ? own('set.people', { n: set.called.length }) : form.subject.name })}
    </h3>
    ${handing}
    <div class="fields">${FIELDS[form.act].map((field) => fieldView(field, form, options))}</div>
    ${set ? setView(set, options) : nothing}
    ${form.act === 'fill' ? html`<p class="hint">${own('fill.note')}</p>` : nothing}
    ${wrong ? html`<p class="problem" id="wrong">${set?.problem ? nothing : wrong}</p>` : nothing}
    ${again ? html`<p class="problem told" role="alert">${troubleWords(told, { sentences: SENTENCES, lang: options.words.lang })}</p>` : nothing}
    <div class="acts">
      <button class="primary" type="submit" aria-disabled=${busy ? 'true' : 'false'}>
        ${busy ? own('form.sending') : send}
      </button>
      <button type="button" class="close" @click=${() => hand.close()}>${own('form.cancel')}</button>
    </div>
  </form>`;
}

/** What is open, and on paper what is handed over to whom, with room to sign. */
function handingOver({ subject, values }: Form, options: SheetOptions): TemplateResult {
  const { hand, own, people, words } = options;
  const items = (values.items ?? '').split('\n').filter((line) => line.trim() !== '');
  const to = takersOf(subject.shift, options).find(([shift]) => shift === values.to)?.[1] ?? '—';
  return html`${openView(hand.open, {
      ...options,
      rules: hand.briefingRules,
      exercise: people.shift(subject.shift)?.exercise,
    })}
    <div class="paper">
      <p>${own('form.to')}${words.say('colon')}${to}</p>
      <h4>${own(items.length > 0 ? 'paper.items' : hand.open.recorded.length > 0 ? 'paper.no-more' : 'paper.none')}</h4>
      <ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>
      <p class="sign"><span>${own('paper.from')}</span><span>${own('paper.to')}</span></p>
    </div>`;
}

function wrongWords(field: Field, { values }: Form, { own, say, now }: SheetOptions): string {
  const isTime = field === 'begins' || field === 'ends';
  const text = values[field] ?? '';
  if (isTime && text !== '' && fromBeijing(text, now) === undefined) return say('at.wrong');
  return field === 'ends' && text !== '' ? own('wrong.ends') : own('wrong', { field: own(labelOf(field)) });
}

function fieldView(field: Field, form: Form, options: SheetOptions): TemplateResult {
  const { hand, own } = options;
  const value = form.values[field] ?? '';
  const changed = (event: Event): void => hand.change(field, (event.target as HTMLInputElement).value);
  const invalid = form.wrong === field ? 'true' : 'false';
  const described = form.wrong === field ? 'wrong' : nothing;
  const choices = choicesOf(field, form, options);
  if (choices?.length === 0) return html`<p class="problem">${own(NONE[field] ?? 'form.about.none')}</p>`;
  return html`<label class=${field}
    >${own(labelOf(field))}
    ${
      choices
        ? html`<select name=${field} aria-invalid=${invalid} aria-describedby=${described} @change=${changed}>
            ${value === '' ? html`<option value="" selected>${own('form.choose')}</option>` : nothing}
            ${choices.map(([each, name]) => html`<option value=${each} ?selected=${each === value}>${name}</option>`)}
          </select>`
        : field === 'items'
          ? html`<textarea name=${field} rows="3" .value=${value} @input=${changed}></textarea>`
          : html`<input
              name=${field}
              maxlength="200"
              .value=${value}
              aria-invalid=${invalid}
              aria-describedby=${described}
              @input=${changed}
            />`
    }</label
  >`;
}

/** What there is to choose from; `undefined` where words are written. */
function choicesOf(field: Field, { act, subject, values }: Form, options: SheetOptions): readonly Choice[] | undefined {
  const { people, words } = options;
  const say = sayOf(WAYS, words.lang);
  if (field === 'channel') return CHANNELS.map((each) => [each, say(`channel.${each}`)]);
  if (field === 'outcome')
    return OUTCOMES.filter((each) => act === 'call' || each !== 'sent').map((each) => [each, say(`outcome.${each}`)]);
  if (field === 'about')
    return [...people.abouts.values()].map((row) => [row.id, aboutName(row, words.say('exercise'))]);
  if (field === 'lack') return (subject.lacks ?? []).map((lack, at) => [String(at), lackName(lack, options)]);
  if (field === 'who') return standInsOf({ subject, values }, options);
  if (field === 'to') return takersOf(subject.shift, options);
  return undefined;
}

/** What is said where there is nothing to choose from. */
const NONE: { readonly [F in Field]?: HandKey } = {
  to: 'form.to.none',
  who: 'form.who.none',
  about: 'form.about.none',
};

const lackName = ({ role, skill, from, to }: Lack, options: SheetOptions): string => {
  const { say, words, now } = options;
  const asked = skill ? ` · ${skillName(options, skill.skill)}` : '';
  return `${say(`role.${role}`)}${asked} ${words.clock(from, now)}–${words.clock(to, now)}`;
};

/** Those who could stand in, with whether they can be sent and where they belong. */
function standInsOf({ subject, values }: Pick<Form, 'subject' | 'values'>, options: SheetOptions): readonly Choice[] {
  const lack = subject.lacks?.[Number(values.lack)];
  const { people, now } = options;
  const [from, to] = [fromBeijing(values.begins ?? '', now), fromBeijing(values.ends ?? '', now)];
  if (!lack) return [];
  // Of no time nobody knows who is free: that is not nobody.
  if (from === undefined || to === undefined) return [['', '—']];
  const { shown, left } = choicesFor(lack, { people, from, to });
  const more: Choice[] = left > 0 ? [['', options.own('form.who.left', { n: left })]] : [];
  return [
    ...shown.map(({ responder }): Choice => {
      const row = people.person(responder)!;
      const grid = row.value['grid'];
      const place = typeof grid === 'string' ? ` · ${people.placeName(grid)}` : '';
      return [responder, `${nameOf(options, responder)} · ${availability(row, options)}${place}`];
    }),
    ...more,
  ];
}

interface SetToCall {
  readonly called: readonly EntityId[];
  readonly confirmed: number;
  readonly problem: string | undefined;
}

/** Whom a press of the button would call: who has confirmed about this is not called again. */
function setOf({ subject, values }: Form, { people, own }: SheetOptions): SetToCall {
  const all = subject.people ?? [];
  const done = confirmedAbout(values.about ?? '', people);
  const called = all.filter((each) => !done.has(each));
  const problem =
    called.length === 0
      ? own('set.none')
      : called.length > MOST_CALLED
        ? own('set.many', { n: called.length, most: MOST_CALLED })
        : undefined;
  return { called, confirmed: all.length - called.length, problem };
}

/** Named before they are called, so that whoever presses knows whom. */
const NAMED = 40;

function setView({ called, confirmed, problem }: SetToCall, options: SheetOptions): TemplateResult {
  const { own, words, hand } = options;
  const names = called.slice(0, NAMED).map((each) => nameOf(options, each));
  const rest = called.length - names.length;
  return html`${problem ? html`<p class="problem" role="alert">${problem}</p>` : html`<p>${names.join(words.say('list'))}${rest > 0 ? own('set.rest', { n: rest }) : nothing}</p>`}
    ${confirmed > 0 ? html`<p class="hint">${own('set.confirmed', { n: confirmed })}</p>` : nothing}
    ${hand.left > 0 ? html`<p class="hint">${own('set.left', { n: hand.left })}</p>` : nothing}
    <p class="hint">${own('set.note')}</p>`;
}

/** Whoever stands the same duty at the same place and has signed in: to nobody else is anything handed over. */
function takersOf(shift: string | undefined, options: SheetOptions): readonly Choice[] {
  const { people, words, now } = options;
  const of = people.shift(shift);
  return [...people.shifts]
    .filter(
      ({ id, value, exercise }) =>
        id !== shift &&
        value['role'] === of?.value['role'] &&
        value['place'] === of?.value['place'] &&
        exercise === of?.exercise &&
        value['state'] === 'signed-in' &&
        Date.parse(String(value['to'])) > Date.parse(now),
    )
    .map(({ id, value }) => {
      const from = words.clock(value['from'] as typeof now, now);
      return [id, `${nameOf(options, String(value['responder']))} ${from}`];
    });
}

/** The keys as they are shown to a person who presses `?`. */
const KEY_HELP: readonly (readonly [keys: string, does: HandKey])[] = [
  ['↑ ↓ PgUp PgDn', 'key.move'],
  ['Enter', 'key.open'],
  ['I', 'key.sign'],
  ['H', 'key.hand'],
  ['C', 'key.call'],
  ['G', 'key.call-up'],
  ['F', 'key.fill'],
  ['A', 'key.answer'],
  ['V', 'key.reveal'],
  ['1 2 3 4', 'key.mode'],
  ['/', 'key.find'],
  ['Esc', 'key.close'],
];

export const keyList = (own: SayHand, onClose: () => void): TemplateResult =>
  keyHelp({
    title: own('key'),
    keys: KEY_HELP.map(([keys, does]) => [keys, own(does)]),
    close: own('form.close'),
    onClose,
  });
