import { html, nothing, type TemplateResult } from 'lit';
import type { Responder } from '@yingji/core';
import { SHOWN_S, type Contact } from './contact.js';
import type { Desk } from './desk.js';
import { maskedOf } from './duty.js';
import { CHANNELS, FIELDS, labelOf, OUTCOMES, type Field, type Form } from './form.js';
import { KEY_HELP } from './keys.js';
import { availability } from './rows.js';
import type { Told } from './sender.js';
import { nameOf, skillsOf, type Speech } from './speech.js';
import { keyOr, type RosterKey, type SayRoster } from './words.js';

export interface SheetOptions extends Speech {
  readonly desk: Desk;
  readonly contact: Contact;
  readonly mayAct: boolean;
  readonly told: Told | undefined;
}

type Choice = readonly [value: string, name: string];

/** A person: what they can do, whether they can be sent, how to reach them, and what can be done. */
export function card(options: SheetOptions): TemplateResult | typeof nothing {
  const { desk, contact, people, say, mayAct } = options;
  const { card: row } = desk;
  if (!row?.subject) return nothing;
  const person = people.person(row.subject.person);
  const skills = skillsOf(options, (person?.value as Partial<Responder> | undefined)?.skills, 'full');
  const number = row.subject.person && contact.of(row.subject.person);
  const masked = maskedOf(person, 'phone');
  return html`<section class="sheet" part="form" role="dialog" aria-labelledby="card-title" tabindex="-1">
    <h3 id="card-title">${row.subject.name}</h3>
    ${
      person
        ? html`<p>${availability(person, options)}</p>
            <ul class="skills">
              ${(skills.length > 0 ? skills : [say('skill.none')]).map((skill) => html`<li>${skill}</li>`)}
            </ul>`
        : nothing
    }
    ${
      number !== undefined
        ? html`<p class="number" part="contact">
            <b>${number}</b> <span class="hint">${say('contact.left', { n: SHOWN_S })}</span>
          </p>`
        : person
          ? html`<p>${masked === undefined ? say('contact.none') : say('contact.masked', { masked })}</p>`
          : nothing
    }
    <div class="acts">
      ${
        mayAct
          ? row.acts
              .filter((act) => act !== 'reveal' || (masked !== undefined && number === undefined))
              .map(
                (act) =>
                  html`<button @click=${() => desk.act(row, act)}>
                    ${say(act === 'call' && row.subject?.insteadOf ? 'act.next' : `act.${act}`)}
                  </button>`,
              )
          : nothing
      }
      <button class="close" @click=${() => desk.close()}>${say('act.close')}</button>
    </div>
  </section>`;
}

/** What an act needs before it is sent. Nothing is said to be recorded before the store has it. */
export function formView(options: SheetOptions): TemplateResult | typeof nothing {
  const { desk, told, say } = options;
  const { form, missing } = desk;
  if (!form) return nothing;
  const act = say(`act.${form.act}`);
  const busy = told?.state === 'sending';
  const isEmpty = form.act === 'hand-over' && (form.values.items ?? '').trim() === '';
  const again = told?.state === 'refused' || told?.state === 'unclear';
  const send = again ? say('form.again', { act }) : isEmpty ? say('form.nothing') : say('form.send', { act });
  return html`<form
    class="sheet"
    part="form"
    aria-labelledby="form-title"
    novalidate
    autocomplete="off"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      if (!busy) void desk.send();
    }}
  >
    <h3 id="form-title">${say('form.title', { act, name: form.subject.name })}</h3>
    <div class="fields">${FIELDS[form.act].map((field) => fieldView(field, form, options))}</div>
    ${missing ? html`<p class="problem" id="wrong">${say('wrong', { field: say(missing) })}</p>` : nothing}
    ${again ? html`<p class="problem told" role="alert">${troubleWords(told, say)}</p>` : nothing}
    <div class="acts">
      <button class="primary" type="submit" aria-disabled=${busy ? 'true' : 'false'}>
        ${busy ? say('form.sending') : send}
      </button>
      <button type="button" class="close" @click=${() => desk.close()}>${say('act.cancel')}</button>
    </div>
  </form>`;
}

function fieldView(field: Field, form: Form, options: SheetOptions): TemplateResult {
  const { desk, say } = options;
  const value = form.values[field] ?? '';
  const changed = (event: Event): void => desk.change(field, (event.target as HTMLInputElement).value);
  const invalid = form.wrong === field ? 'true' : 'false';
  const described = form.wrong === field ? 'wrong' : nothing;
  const choices = choicesOf(field, form, options);
  if (choices?.length === 0)
    return html`<p class="problem">${say(field === 'to' ? 'form.to.none' : 'form.about.none')}</p>`;
  return html`<label
    >${say(labelOf(field))}
    ${
      choices
        ? html`<select name=${field} aria-invalid=${invalid} aria-describedby=${described} @change=${changed}>
            ${value === '' ? html`<option value="" selected>${say('form.choose')}</option>` : nothing}
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
function choicesOf(field: Field, { act, subject }: Form, options: SheetOptions): readonly Choice[] | undefined {
  const { people, say, words } = options;
  if (field === 'channel') return CHANNELS.map((each) => [each, say(`channel.${each}`)]);
  if (field === 'outcome')
    return OUTCOMES.filter((each) => act === 'call' || each !== 'sent').map((each) => [each, say(`outcome.${each}`)]);
  if (field === 'about')
    return [...people.abouts.values()].map((row) => [
      row.id,
      `${row.exercise === undefined ? '' : `${words.say('exercise')} `}${String(row.value['title'] ?? row.id)}`,
    ]);
  if (field === 'to') return takersOf(subject.shift, options);
  return undefined;
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

export const troubleWords = (told: Told & { state: 'refused' | 'unclear' }, say: SayRoster): string =>
  told.state === 'unclear'
    ? say('told.unclear', { code: told.code })
    : say('told.refused', { cause: say(keyOr(`cause.${told.code}`, 'cause.other')), code: told.code });

export const keyHelp = (say: SayRoster, onClose: () => void): TemplateResult =>
  html`<section class="sheet keys" role="dialog" aria-labelledby="keys-title" tabindex="-1">
    <h3 id="keys-title">${say('key' satisfies RosterKey)}</h3>
    <dl>
      ${KEY_HELP.map(
        ([keys, does]) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${say(does)}</dd>
          </div>`,
      )}
    </dl>
    <div class="acts"><button class="close" @click=${onClose}>${say('act.close')}</button></div>
  </section>`;
