import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { EntityId, Instant } from '@yingji/core';
import type { Told } from '../controllers/sender.js';
import { troubleWords } from '../frame/acting.js';
import type { Say } from '../frame/own-words.js';
import type { Words } from '../i18n/words.js';
import { STEPS, type Beside, type Step, type TaskItem, type To } from './task.js';
import { taskSentences, type TaskKey } from './words.js';

/** What somebody is giving a reason for: why nobody goes, or, of a step that asks for none, why a person may be on two scenes. */
export interface Asking {
  readonly id: EntityId;
  readonly step: Step;
  readonly missing: boolean;
}

export interface TaskView {
  readonly words: Words;
  readonly say: Say<TaskKey>;
  readonly now: Instant | undefined;
  readonly mayDecide: boolean;
  readonly asking: Asking | undefined;
  /** A step of it waits on this device. */
  readonly waits: (item: TaskItem) => boolean;
  readonly told: (item: TaskItem, step: Step) => Told | undefined;
  readonly onStep: (item: TaskItem, step: Step) => void;
  readonly beside: (item: TaskItem) => Beside | undefined;
  readonly onReason: (item: TaskItem, asking: Asking, reason: string) => void;
  /** The step is taken, and nobody allows anything. */
  readonly onAlone: (item: TaskItem, asking: Asking) => void;
  readonly onCancel: () => void;
}

/** 到场超时 6 分; nothing where no deadline has passed. */
export function lateWords({ late }: TaskItem, { words, say, now }: Pick<TaskView, 'words' | 'say' | 'now'>): string {
  if (!late) return '';
  const over = now !== undefined && Date.parse(now) - Date.parse(late.at) >= 60_000;
  return say(`late.${late.by}`, { age: over ? words.span(late.at, now, 'short') : '' })
    .replace(/\s+/g, ' ')
    .trim();
}

export const lateChip = (text: string): TemplateResult => html`<span class="late" part="late">${text}</span>`;

/** Tasks, each with how it stands, what is late, and the steps that may be taken. */
export function taskList(items: readonly TaskItem[], view: TaskView): TemplateResult {
  return html`<ul>
    ${repeat(
      items,
      ({ id }) => id,
      (item) => task(item, view),
    )}
  </ul>`;
}

function task(item: TaskItem, view: TaskView): TemplateResult {
  const { words, say, now } = view;
  const late = lateWords(item, view);
  const { next } = item;
  const told = [
    item.unjudged ? words.say('unjudged') : say(`is.${item.state}` as TaskKey),
    item.who === '' ? say('nobody') : (item.who ?? say('somebody')),
    ...(next ? [say(`by.${next.by}`, { time: words.clock(next.at, now) })] : []),
  ].join(words.say('comma'));
  return html`<li class="task ${item.exercise ? 'drill' : ''}" data-task=${item.id}>
    <p>
      <b>${item.exercise ? `${words.say('exercise')} ` : ''}${item.title}</b>${words.say('comma')}${told}
      ${late === '' ? nothing : lateChip(late)}
    </p>
    ${besideLine(item, view)} ${acts(item, view)}
  </li>`;
}

/** A person on two scenes: on which else, and whether somebody allowed it. */
function besideLine(item: TaskItem, { words, say, beside }: TaskView): TemplateResult | typeof nothing {
  const found = beside(item);
  if (!found) return nothing;
  const { how, tasks } = found;
  const told = say(`beside.${how}`, {
    name: item.who ?? say('beside.who'),
    tasks: tasks
      .map((title) => (title === undefined ? say('beside.unseen') : say('beside.task', { title })))
      .join(words.say('list')),
    // Who allowed it before names were recorded is known by the account alone.
    by: item.allowed?.masked || (item.allowed?.by ?? ''),
    reason: item.allowed?.reason ?? '',
  });
  return html`<p class="beside">${how === 'allowed' ? told : html`<b>${told}</b>`}</p>`;
}

function acts(item: TaskItem, view: TaskView): TemplateResult | typeof nothing {
  const { say, words, mayDecide, asking, told, onStep } = view;
  if (!mayDecide || item.unjudged) return nothing;
  if (!item.ours) return html`<p class="meta">${say('elsewhere')}</p>`;
  if (view.waits(item)) return html`<p class="meta" role="status">${say('waits')}</p>`;
  const steps = STEPS[item.state] ?? [];
  // To allow a person on two scenes is to state anew where the task stands.
  const allow: Step | undefined = item.alsoOn.length > 0 ? { to: item.state as To, name: 'allow' } : undefined;
  const sent = [...steps, ...(allow ? [allow] : [])].map((step) => told(item, step)).find((each) => each !== undefined);
  if (sent?.state === 'sending' || sent?.state === 'recorded')
    return html`<p class="meta" role="status">${say(sent.state === 'sending' ? 'form.sending' : 'recorded')}</p>`;
  const trouble =
    sent?.state === 'refused' || sent?.state === 'unclear'
      ? html`<p class="problem" role="alert">${troubleWords(sent, { sentences: taskSentences, lang: words.lang })}</p>`
      : nothing;
  if (asking?.id === item.id) return html`${reasonForm(item, asking, view)}${trouble}`;
  return html`${trouble}
    <div class="acts">
      ${[...steps, ...(allow ? [allow] : [])].map(
        (step) => html`<button data-step=${step.to} @click=${() => onStep(item, step)}>${nameOf(step, view)}</button>`,
      )}
    </div>`;
}

const nameOf = ({ to, name }: Step, { say }: Pick<TaskView, 'say'>): string => say(name ?? `to.${to}`);

/** Nobody gets out of a task, and nobody is let be on two scenes, without somebody saying why. */
function reasonForm(item: TaskItem, asking: Asking, view: TaskView): TemplateResult {
  const { say, onReason, onAlone, onCancel } = view;
  const { step, missing } = asking;
  const act = nameOf(step, view);
  const alone = step.to === item.state;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onReason(item, asking, new FormData(event.target as HTMLFormElement).get('reason') as string);
  };
  const keydown = (event: KeyboardEvent): void => {
    // Here Esc leaves the form, and no letter is a key of the map.
    event.stopPropagation();
    if (event.key === 'Escape') onCancel();
  };
  return html`<form @submit=${submit} @keydown=${keydown} novalidate>
    <label
      >${say(step.reason ? 'reason' : 'allow.reason')}
      <input name="reason" maxlength="500" required aria-invalid=${missing ? 'true' : 'false'} data-zone="field"
    /></label>
    ${missing ? html`<p class="problem" role="alert">${say('reason.missing')}</p>` : nothing}
    <button class="primary">${step.reason || alone ? act : say('allow.with', { act })}</button>
    ${
      step.reason || alone
        ? nothing
        : html`<button type="button" @click=${() => onAlone(item, asking)}>${say('allow.without', { act })}</button>`
    }
    <button type="button" @click=${onCancel}>${say('form.cancel')}</button>
  </form>`;
}
