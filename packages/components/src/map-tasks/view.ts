import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { EntityId, Instant } from '@yingji/core';
import type { Told } from '../controllers/sender.js';
import { troubleWords } from '../frame/acting.js';
import type { Say } from '../frame/own-words.js';
import type { Words } from '../i18n/words.js';
import { STEPS, type Step, type TaskItem } from './task.js';
import { taskSentences, type TaskKey } from './words.js';

/** What somebody is giving a reason for. */
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
  readonly onReason: (item: TaskItem, step: Step, reason: string) => void;
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
  return html`<li class="task ${item.exercise ? 'drill' : ''}">
    <p>
      <b>${item.exercise ? `${words.say('exercise')} ` : ''}${item.title}</b>${words.say('comma')}${told}
      ${late === '' ? nothing : lateChip(late)}
    </p>
    ${acts(item, view)}
  </li>`;
}

function acts(item: TaskItem, view: TaskView): TemplateResult | typeof nothing {
  const { say, words, mayDecide, asking, told, onStep } = view;
  if (!mayDecide || item.unjudged) return nothing;
  if (!item.ours) return html`<p class="meta">${say('elsewhere')}</p>`;
  if (view.waits(item)) return html`<p class="meta" role="status">${say('waits')}</p>`;
  const steps = STEPS[item.state] ?? [];
  const sent = steps.map((step) => told(item, step)).find((each) => each !== undefined);
  if (sent?.state === 'sending' || sent?.state === 'recorded')
    return html`<p class="meta" role="status">${say(sent.state === 'sending' ? 'form.sending' : 'recorded')}</p>`;
  const trouble =
    sent?.state === 'refused' || sent?.state === 'unclear'
      ? html`<p class="problem" role="alert">${troubleWords(sent, { sentences: taskSentences, lang: words.lang })}</p>`
      : nothing;
  if (asking?.id === item.id) return html`${reasonForm(item, asking, view)}${trouble}`;
  return html`${trouble}
    <div class="acts">
      ${steps.map(
        (step) =>
          html`<button data-step=${step.to} @click=${() => onStep(item, step)}>
            ${say(step.name ?? `to.${step.to}`)}
          </button>`,
      )}
    </div>`;
}

/** Nobody gets out of a task without saying why. */
function reasonForm(item: TaskItem, { step, missing }: Asking, { say, onReason, onCancel }: TaskView): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onReason(item, step, new FormData(event.target as HTMLFormElement).get('reason') as string);
  };
  const keydown = (event: KeyboardEvent): void => {
    // Here Esc leaves the form, and no letter is a key of the map.
    event.stopPropagation();
    if (event.key === 'Escape') onCancel();
  };
  return html`<form @submit=${submit} @keydown=${keydown} novalidate>
    <label
      >${say('reason')}
      <input name="reason" maxlength="500" required aria-invalid=${missing ? 'true' : 'false'} data-zone="field"
    /></label>
    ${missing ? html`<p class="problem" role="alert">${say('reason.missing')}</p>` : nothing}
    <button class="primary">${say(`to.${step.to}`)}</button>
    <button type="button" @click=${onCancel}>${say('form.cancel')}</button>
  </form>`;
}
