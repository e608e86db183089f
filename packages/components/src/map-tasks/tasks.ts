import { html, nothing, type TemplateResult } from 'lit';
import type { AdvanceTask, EntityId, Instant, Query, View } from '@yingji/core';
import type { Item } from '../alert-map/item.js';
import { Observe, type ViewOf } from '../controllers/observe.js';
import { Outgoing } from '../controllers/outgoing.js';
import { Sender } from '../controllers/sender.js';
import type { Speaker } from '../controllers/speaker.js';
import type { YjElement } from '../frame/element.js';
import { sayOf } from '../frame/own-words.js';
import type { Words } from '../i18n/words.js';
import { YjTaskAdvanced, YjTaskRequested, type TaskAct } from './events.js';
import { besideOf, byNeed, isThere, scenesOf, toTask, type Scenes, type Step, type TaskItem } from './task.js';
import { lateChip, lateWords, taskList, type Asking, type TaskView } from './view.js';
import { taskSentences } from './words.js';

export { taskStyles } from './tasks.styles.js';

/** Tasks that somebody still owes something of, with whom they were given to. */
const QUERY: Query = {
  kind: 'task',
  where: ['checked', 'returned', 'declined'].map((value) => ({ field: 'state', op: 'ne', value })),
  join: ['organization', 'team', 'responder'].map((kind) => ({
    as: kind,
    via: { field: 'assignee' },
    query: { kind },
  })),
};

/** What tasks must know of the map. */
export interface TasksDeck {
  readonly view: ViewOf;
  readonly context: () => { readonly words: Words; readonly now: Instant | undefined };
  readonly items: () => readonly Item[];
  readonly mayDecide: () => boolean;
  readonly speaker: Speaker;
  readonly replay: { readonly view: View | undefined };
}

/** Orders and offers: which are late, and their next step. */
export class Tasks {
  readonly #host: YjElement;
  readonly #deck: TasksDeck;
  readonly #observe: Observe;
  readonly #sender: Sender<TaskAct>;
  readonly #outgoing: Outgoing;
  #asking: Asking | undefined;
  #made = -1;
  #all: readonly TaskItem[] = [];
  #scenes: Scenes = scenesOf([]);
  /** Those that were late when they were last heard of. */
  #late: ReadonlySet<EntityId> | undefined;
  #heardOf: View | undefined;

  constructor(host: YjElement, deck: TasksDeck) {
    this.#host = host;
    this.#deck = deck;
    this.#observe = new Observe(host, { view: deck.view, query: QUERY });
    this.#sender = new Sender(host, {
      view: deck.view,
      requested: (act) => new YjTaskRequested(act),
      recorded: (act, ids) => new YjTaskAdvanced(act, ids),
    });
    this.#outgoing = new Outgoing(host, deck.view);
    host.addController({ hostUpdated: () => this.#hear() });
  }

  /** Grows with every change of what is shown in a row of the list. */
  get version(): number {
    return this.#observe.version;
  }

  get unjudged(): ReadonlySet<EntityId> {
    return this.#observe.unjudged;
  }

  get #tasks(): readonly TaskItem[] {
    if (this.#made === this.version) return this.#all;
    this.#made = this.version;
    this.#all = [...this.#observe.rows.values()].map(toTask).sort(byNeed);
    this.#scenes = scenesOf(this.#all);
    return this.#all;
  }

  /** Of an incident also those for what was told of it. */
  #of({ id, kind }: Item): readonly TaskItem[] {
    const told = kind === 'incident' ? this.#deck.items().filter(({ incident }) => incident === id) : [];
    const ids = new Set([id, ...told.map((item) => item.id)]);
    return this.#tasks.filter(({ about }) => about.some((each) => ids.has(each)));
  }

  /** What is late of one thing, the longest first: 到场超时 6 分. */
  late(item: Item): TemplateResult | typeof nothing {
    const [first] = this.#of(item);
    return first?.late ? lateChip(lateWords(first, this.#view)) : nothing;
  }

  /** How many real ones are late, for the first line. */
  count(): TemplateResult | typeof nothing {
    const n = this.#real.filter(({ late }) => late).length;
    return n === 0 ? nothing : lateChip(this.#view.say('count.late', { n }));
  }

  get #real(): readonly TaskItem[] {
    return this.#tasks.filter(({ exercise }) => !exercise);
  }

  /** Those of one thing, for its popup. */
  of(item: Item): TemplateResult | typeof nothing {
    return this.#section(this.#of(item), true);
  }

  /** All of them, below the list. */
  list(): TemplateResult | typeof nothing {
    return this.#section(this.#tasks, false);
  }

  #section(items: readonly TaskItem[], open: boolean): TemplateResult | typeof nothing {
    if (items.length === 0) return nothing;
    const view = this.#view;
    const real = items.filter(({ exercise }) => !exercise);
    const [late, drills] = [real.filter((item) => item.late).length, items.length - real.length];
    return html`<details class="tasks" ?open=${open}>
      <summary>
        <span>${view.say('tasks', { n: real.length })}</span>
        ${late === 0 ? nothing : lateChip(view.say('late', { n: late }))}
        ${drills === 0 ? nothing : html`<span class="meta">${view.words.say('exercise')} ${drills}</span>`}
      </summary>
      ${taskList(items, view)}
    </details>`;
  }

  get #view(): TaskView {
    const { words, now } = this.#deck.context();
    return {
      words,
      now,
      say: sayOf(taskSentences, words.lang),
      mayDecide: this.#deck.mayDecide() && !this.#sender.readOnly,
      asking: this.#asking,
      waits: ({ id }) => this.#outgoing.waits('advance-task', 'task', id),
      told: (item, step) => this.#sender.of(keyOf(item, step)),
      beside: (item) => besideOf(item, this.#scenes),
      onStep: (item, step) =>
        step.reason || (isThere({ state: step.to }) && besideOf(item, this.#scenes))
          ? this.#ask({ id: item.id, step, missing: false })
          : this.#send(item, step),
      onReason: (item, { step }, reason) => {
        if (reason.trim() === '') return this.#ask({ id: item.id, step, missing: true });
        this.#asking = undefined;
        const said = reason.trim();
        this.#send(item, step, step.reason ? { reason: said } : { override: { reason: said } });
      },
      onAlone: (item, { step }) => {
        this.#asking = undefined;
        this.#send(item, step);
      },
      onCancel: () => this.#ask(undefined),
    };
  }

  #ask(asking: Asking | undefined): void {
    const left = this.#asking;
    this.#asking = asking;
    this.#host.requestUpdate();
    const { id, step } = (asking ?? left)!;
    const root = this.#host.renderRoot as ShadowRoot;
    // The same task may stand in the popup and below the list: the focus stays in the one it is in.
    const within = ['.popup', '.side'].find((each) => root.activeElement?.closest(each)) ?? '';
    const field = asking ? 'input[name="reason"]' : `[data-step="${step.to}"]`;
    void this.#host.updateComplete.then(() =>
      root.querySelector<HTMLElement>(`${within} .task[data-task="${CSS.escape(id)}"] ${field}`)?.focus(),
    );
  }

  #send(item: TaskItem, step: Step, said: object = {}): void {
    const input = { task: item.id, to: step.to, ...said } as AdvanceTask;
    void this.#sender.send(keyOf(item, step), { name: 'advance-task', input });
  }

  /** That a deadline has passed is said politely, once; what was late at the first look is shown, not said. */
  #hear(): void {
    const { view: viewOf, replay, speaker } = this.#deck;
    if (viewOf() !== this.#heardOf) this.#late = undefined;
    this.#heardOf = viewOf();
    // Of the past nothing is news.
    if (!this.#observe.ready || replay.view) return;
    const late = this.#real.filter((item) => item.late);
    const before = this.#late;
    this.#late = new Set(late.map(({ id }) => id));
    const fresh = before ? late.filter(({ id }) => !before.has(id)) : [];
    const [first] = fresh;
    if (!first) return;
    const { say } = this.#view;
    const told = { title: first.title, late: lateWords(first, this.#view), n: fresh.length };
    speaker.say('tasks', () => say(fresh.length === 1 ? 'news.late' : 'news.late.some', told));
  }
}

/** Of one state of one task: once it has gone on, its next step is another. */
const keyOf = ({ id, row }: TaskItem, { to }: Step): string => `${id} ${row.position} ${to}`;
