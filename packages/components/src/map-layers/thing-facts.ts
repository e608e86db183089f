import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Deployment, EntityId, Instant, JsonObject, Plan, Row, RunState } from '@yingji/core';
import { Observe, type Rows, type ViewOf } from '../controllers/observe.js';
import { deadlineWords } from '../frame/deadline.js';
import { nativeOf } from '../frame/native.js';
import { sayOf, type Say } from '../frame/own-words.js';
import { strengthOf, strengthWords, teamWords } from '../frame/strength.js';
import type { Words } from '../i18n/words.js';
import type { Thing } from './thing.js';
import { SENTENCES, type ThingKey } from './thing-words.js';

export interface ThingFactsOptions {
  readonly view: ViewOf;
  /** Whose popup is open. */
  readonly thing: () => Thing | undefined;
  readonly rows: () => readonly Rows[];
  readonly context: () => { readonly words: Words; readonly now: Instant | undefined };
}

type Fact = readonly [name: ThingKey, value: string];

/** What the city derives of a thing, for its popup: the strength of a team and what it carries, how far the plan of a response is. Unknown is said, and is never nought. */
export class ThingFacts {
  readonly #options: ThingFactsOptions;
  readonly #runs: Observe;

  constructor(host: ReactiveControllerHost, options: ThingFactsOptions) {
    this.#options = options;
    this.#runs = new Observe(host, {
      view: options.view,
      query: () =>
        options.thing()?.row.kind === 'response'
          ? {
              kind: 'plan-run',
              // Of a run the event that began it tells how it stands.
              where: [{ field: 'state', op: 'eq', value: 'triggered' }],
              join: [{ as: 'plan', via: { field: 'plan' }, query: { kind: 'plan' } }],
            }
          : undefined,
    });
  }

  of({ row }: Thing): TemplateResult | typeof nothing {
    const { words } = this.#options.context();
    const say = sayOf(SENTENCES, words.lang);
    const facts = this.#factsOf(row, say);
    return facts.length === 0
      ? nothing
      : html`<dl class="more-facts">
          ${facts.map(
            ([name, value]) =>
              html`<div>
                <dt>${say(name)}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>`;
  }

  #factsOf(row: Row, say: Say<ThingKey>): readonly Fact[] {
    if (row.kind === 'team') {
      const strength = strengthOf(row);
      return [
        ['strength', strength ? strengthWords(row, this.#options.context().words.lang) : say('unknown')],
        ['skills', strength ? this.#list(strength.skills.map(skillName(say)), 'skills.none', say) : say('unknown')],
        [
          'carries',
          this.#list(this.#assets(({ team }) => team === row.id, row).map(this.#asset(say)), 'carries.none', say),
        ],
      ];
    }
    if (row.kind === 'deployment') {
      const { teams = [], assets = [] } = row.value as unknown as Partial<Deployment>;
      return [
        ...(teams.length === 0 ? [] : [['strength', teams.map((id) => this.#team(id)).join(say('part'))] as const]),
        ...(assets.length === 0
          ? []
          : [
              [
                'carries',
                assets.map((id) => this.#assetOf(id, say)).join(this.#options.context().words.say('list')),
              ] as const,
            ]),
      ];
    }
    return row.kind === 'response' ? [['run', this.#run(row, say)]] : [];
  }

  #list(all: readonly string[], none: ThingKey, say: Say<ThingKey>): string {
    return all.length === 0 ? say(none) : all.join(this.#options.context().words.say('list'));
  }

  #row(id: string): Row | undefined {
    for (const rows of this.#options.rows()) {
      const found = rows.get(id as EntityId);
      if (found) return found;
    }
    return undefined;
  }

  /** What a drill invented is nobody's but the drill's. */
  #assets(holds: (value: JsonObject) => boolean, { exercise }: Row): readonly Row[] {
    return this.#options
      .rows()
      .flatMap((rows) => [...rows.values()])
      .filter((each) => each.kind === 'asset' && (each.exercise ?? exercise) === exercise && holds(each.value));
  }

  #team(id: string): string {
    return teamWords(this.#row(id), id, this.#options.context().words.lang);
  }

  #assetOf(id: string, say: Say<ThingKey>): string {
    const row = this.#row(id);
    return row ? this.#asset(say)(row) : say('asset', { name: nameOf(row, id), state: say('unknown') });
  }

  readonly #asset =
    (say: Say<ThingKey>) =>
    (row: Row): string => {
      const state = STATES.find((each) => each === row.value['state']);
      return say('asset', { name: nameOf(row, row.id), state: say(state ? `asset.${state}` : 'unknown') });
    };

  #run(response: Row, say: Say<ThingKey>): string {
    if (!this.#runs.ready) return say('reading');
    const runs = [...this.#runs.rows.values()].filter(
      ({ value, exercise }) =>
        exercise === response.exercise && ((value['grounds'] ?? []) as readonly string[]).includes(response.id),
    );
    if (runs.length === 0) return say('run.none');
    return runs
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1))
      .map((run) => runWords(run, say, this.#options.context()))
      .join(say('part'));
  }
}

const STATES = ['ready', 'moving', 'working', 'repair'] as const;

/** What no word is known for is called by its code. */
const skillName =
  (say: Say<ThingKey>) =>
  (skill: string): string =>
    say(`skill.${skill}` as ThingKey);

const nameOf = (row: Row | undefined, id: string): string =>
  String(row?.value['name'] ?? row?.value['title'] ?? nativeOf(id));

/** How far a run is: steps that are done of all of them, what is done now and how long is left for it. */
function runWords(
  { value, derived, joined }: Row,
  say: Say<ThingKey>,
  { words, now }: { readonly words: Words; readonly now: Instant | undefined },
): string {
  const [row] = joined?.['plan'] ?? [];
  const plan = row?.value as unknown as Plan | undefined;
  const name = nameOf(row, String(value['plan']));
  const run = derived['run'] as unknown as RunState | undefined;
  if (!run) return [name, say('run.unknown')].join(say('comma'));
  const count = (state: string): number => run.steps.filter((step) => step.state === state).length;
  const isOver = run.state === 'completed' || run.state === 'aborted';
  const n = { n: count('done'), of: run.steps.length };
  const active = isOver ? [] : run.steps.filter(({ state }) => state === 'active');
  return [
    [
      name,
      say(`run.${run.state as 'triggered' | 'running' | 'completed' | 'aborted'}`),
      say(run.stepsUnknown ? 'run.done.unknown' : 'run.done', n),
      ...(['skipped', 'failed'] as const)
        .filter((state) => count(state) > 0)
        .map((state) => say(`run.${state}`, { n: count(state) })),
    ].join(say('comma')),
    ...active.map(({ step, due }) => {
      const title = plan?.steps.find(({ key }) => key === step)?.title ?? step;
      return [say('run.now', { step: title }), ...(due && now ? [deadlineWords(due, now, words)] : [])].join(
        say('comma'),
      );
    }),
  ].join(say('part'));
}
