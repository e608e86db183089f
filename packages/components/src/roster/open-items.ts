import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { EntityId, Incident, Instant, Query, Row } from '@yingji/core';
import { briefingsOwed, type BriefingRule } from '@yingji/core/people';
import { isUnjudged, Observe, type ViewOf } from '../controllers/observe.js';
import { deadlineWords } from '../frame/deadline.js';
import { grouped } from '../i18n/format.js';
import type { Words } from '../i18n/words.js';
import { chip, inkChip } from '../marks/chip.js';
import { isLevel } from '../marks/level.js';
import type { SayHand } from './hand-words.js';
import type { People } from './people.js';

/** Besides incidents and warnings, which the roster asks for anyway. */
const QUERIES = {
  reports: {
    kind: 'report',
    where: [{ field: 'derived.state', op: 'in', value: ['received', 'accepted', 'attached'] }],
  },
  tasks: { kind: 'task', where: [{ field: 'derived.overdue', op: 'eq', value: true }] },
  findings: { kind: 'finding', where: [{ field: 'derived.overdue', op: 'eq', value: true }] },
  briefings: { kind: 'briefing' },
} satisfies { readonly [name: string]: Query };

/** More than anybody hands over one by one; all of them are counted. */
const LISTED = 200;
/** What a hand-over takes along; the store takes no more. */
const RECORDED = 100;

interface Speech {
  readonly words: Words;
  readonly own: SayHand;
  readonly now: Instant;
}

interface Asked extends Speech {
  /** The city's own, by which briefings are owed. */
  readonly rules: readonly BriefingRule[];
}

/** One sort of what is open; `lines` are made of those that are listed alone. */
interface Group {
  readonly name: 'shelved' | 'waiting' | 'late' | 'owed';
  readonly count: number;
  readonly lines: readonly (TemplateResult | string)[];
  /** What it is about, as far as a record could hold it. */
  readonly ids: readonly EntityId[];
}

/** What is lost first where a record cannot hold all: what somebody has set aside with a reason. */
const BY_URGENCY: readonly Group['name'][] = ['waiting', 'late', 'owed', 'shelved'];

interface Shelved {
  readonly until: Instant;
  readonly masked: string;
  readonly reason: string;
}

/** What a shift leaves open, as the view holds it at this moment; asked for while a hand-over is filled in. */
export class OpenItems {
  readonly #of: { readonly [N in keyof typeof QUERIES]: Observe };
  readonly #people: People;
  #made: { readonly of: readonly unknown[]; readonly groups: readonly Group[] } | undefined;

  /** `wanted`: whether a hand-over is filled in. */
  constructor(host: ReactiveControllerHost, view: ViewOf, options: { people: People; wanted: () => boolean }) {
    const observe = (query: Query): Observe =>
      new Observe(host, { view, query: () => (options.wanted() ? query : undefined) });
    this.#people = options.people;
    this.#of = {
      reports: observe(QUERIES.reports),
      tasks: observe(QUERIES.tasks),
      findings: observe(QUERIES.findings),
      briefings: observe(QUERIES.briefings),
    };
  }

  get ready(): boolean {
    return Object.values(this.#of).every(({ ready }) => ready);
  }

  /** What a hand-over that is sent now takes along: what was listed last, the most urgent first. */
  get recorded(): readonly EntityId[] {
    return this.ready ? recordedOf(this.#made?.groups ?? []) : [];
  }

  /** What is open of what is real, or of one drill; worked out anew when something of it changed, and not with every key that is pressed. */
  groups(exercise: string | undefined, speech: Asked): readonly Group[] {
    const { abouts } = this.#people;
    const versions = Object.values(this.#of).map(({ version }) => version);
    const of = [abouts, ...versions, exercise, speech.now, speech.rules, speech.words.lang];
    if (this.#made?.of.some((part, i) => part !== of[i]) ?? true)
      this.#made = { of, groups: this.#groups(exercise, speech) };
    return this.#made!.groups;
  }

  #groups(exercise: string | undefined, { rules, ...speech }: Asked): readonly Group[] {
    const { reports, tasks, findings } = this.#of;
    const mine = (rows: Iterable<Row>): Row[] => [...rows].filter((row) => row.exercise === exercise);
    const abouts = mine(this.#people.abouts.values());
    const incidents = abouts.filter(({ kind }) => kind === 'incident');
    const ids = new Set(incidents.map(({ id }) => id));
    // Told of an incident that is closed: it is part of history, as the incident is.
    const told = mine(reports.rows.values()).filter(
      ({ derived }) => derived['incident'] === undefined || ids.has(derived['incident'] as EntityId),
    );
    const waiting = [...abouts.filter(({ kind }) => kind !== 'response'), ...told].filter(
      ({ derived }) => derived['acknowledged'] === undefined,
    );
    const late = mine([...tasks.rows.values(), ...findings.rows.values()]);
    return [
      group('shelved', incidents.filter((row) => shelvedOf(row)).sort(by((row) => timeOf(shelvedOf(row)!.until))), {
        idOf,
        line: (row) => aside(row, speech),
      }),
      group('waiting', waiting.sort(by(rankOf, (row) => timeOf(row.at))), {
        ...{ idOf, line: (row) => unconfirmed(row, speech) },
      }),
      group('late', late.sort(by((row) => timeOf(dueOf(row) ?? row.at))), {
        ...{ idOf, line: (row) => overdue(row, speech) },
      }),
      group('owed', this.#owed(incidents, told, { rules, ...speech }), {
        idOf: ({ row }) => row.id,
        line: ({ row, rule, due }) =>
          [titleOf(row), rule.rule, deadlineWords(due, speech.now, speech.words)].join(speech.words.say('comma')),
      }),
    ];
  }

  /** Briefings that were not sent, the first to be sent first; of what was told at no time that can be read nobody knows by when. */
  #owed(
    incidents: readonly Row[],
    told: readonly Row[],
    { rules, now }: Asked,
  ): readonly { readonly row: Row; readonly rule: BriefingRule; readonly due: Instant | undefined }[] {
    const briefings = [...this.#of.briefings.rows.values()] as never;
    return incidents
      .flatMap((row) => {
        const since = toldAt(row, told);
        return briefingsOwed({ ...row, since: since ?? now }, briefings, { rules, now })
          .filter(({ sent }) => sent === undefined)
          .map(({ rule, due }) => ({ row, rule, due: since && due }));
      })
      .sort((a, b) => timeOf(a.due) - timeOf(b.due) || (a.row.id < b.row.id ? -1 : 1));
  }
}

/** What has no time stands last. */
const timeOf = (at: Instant | undefined): number => {
  const ms = Date.parse(at ?? '');
  return Number.isNaN(ms) ? Number.MAX_VALUE : ms;
};

const idOf = ({ id }: Row): EntityId => id;

function group<T>(
  name: Group['name'],
  all: readonly T[],
  { line, idOf }: { readonly line: (each: T) => TemplateResult | string; readonly idOf: (each: T) => EntityId },
): Group {
  const ids = all.slice(0, RECORDED).map(idOf);
  return { name, count: all.length, lines: all.slice(0, LISTED).map(line), ids };
}

const recordedOf = (groups: readonly Group[]): EntityId[] => {
  const of = (name: Group['name']): readonly EntityId[] => groups.find((each) => each.name === name)?.ids ?? [];
  return [...new Set(BY_URGENCY.flatMap(of))].slice(0, RECORDED);
};

const by =
  (...keys: ((row: Row) => number)[]) =>
  (a: Row, b: Row): number => {
    for (const key of keys) if (key(a) !== key(b)) return key(a) - key(b);
    return a.id < b.id ? -1 : 1;
  };

const titleOf = ({ value, id }: Row): string => String(value['title'] ?? id);

const shelvedOf = ({ derived }: Row): Shelved | undefined => derived['shelved'] as Shelved | undefined;

/** As the list of the map has it: what nobody graded stands between those that must not wait and those that may. */
const rankOf = ({ derived }: Row): number => (typeof derived['rank'] === 'number' ? derived['rank'] : 2);

/** 接报: the earliest that is known of it; its own time is that of its last step. */
function toldAt(incident: Row, told: readonly Row[]): Instant | undefined {
  const { steps = [] } = incident.value as unknown as Partial<Incident>;
  const known = [
    incident.at,
    ...steps.map(({ at }) => at as Instant),
    ...told.filter(({ derived }) => derived['incident'] === incident.id).map(({ at }) => at),
  ];
  return known
    .filter((at) => timeOf(at) < Number.MAX_VALUE)
    .reduce<Instant | undefined>((first, at) => (timeOf(at) < timeOf(first) ? at : first), undefined);
}

/** The first of its deadlines that passed. */
function dueOf({ value, derived }: Row): Instant | undefined {
  const times = { ...(derived['arranged'] as object | undefined), ...value } as { readonly [name: string]: Instant };
  const passed = ((derived['late'] as readonly string[] | undefined) ?? ['due']).flatMap((name) => times[name] ?? []);
  return passed.sort((a, b) => timeOf(a) - timeOf(b))[0];
}

function aside(row: Row, { own, words, now }: Speech): string {
  const { until, masked, reason } = shelvedOf(row)!;
  return own('open.aside', { title: titleOf(row), name: masked, time: words.clock(until, now), reason });
}

function unconfirmed(row: Row, { words, own, now }: Speech): TemplateResult {
  return html`${levelChip(row, words, own)} ${titleOf(row)}${words.say('comma')}${words.both(row.at, now)}`;
}

/** Each on the scale of its kind: 橙色 of a warning is not Ⅱ级 of an incident. */
function levelChip(row: Row, words: Words, own: SayHand): TemplateResult {
  const { kind, value, derived } = row;
  if (isUnjudged(row)) return chip('ungraded', words.say('unjudged'), { hollow: true });
  const level = isLevel(derived['level']) ? derived['level'] : 'ungraded';
  if (level !== 'ungraded')
    return chip(level, kind === 'incident' ? own(`level.${level}`) : words.say(`chip.${level}`));
  if (value['level'] === 'below') return inkChip(own('level.below'));
  const grade = `grade.${String(value['grade'])}`;
  return words.has(grade) ? inkChip(words.say(grade)) : chip(level, words.say('short.ungraded'));
}

function overdue(row: Row, speech: Speech): string {
  const due = dueOf(row);
  const title = titleOf(row);
  if (isUnjudged(row)) return `${title}${speech.words.say('comma')}${speech.own('open.unjudged')}`;
  return due === undefined
    ? title
    : `${title}${speech.words.say('comma')}${deadlineWords(due, speech.now, speech.words)}`;
}

/** The list; of nothing it says that none is seen, for it may be a matter of rights. */
export function openView(
  items: OpenItems,
  options: Asked & {
    readonly exercise: string | undefined;
    readonly at: Instant;
    readonly isOld: boolean;
  },
): TemplateResult {
  const { own, words, at, now, isOld, rules, exercise } = options;
  const groups = items.ready ? items.groups(exercise, { own, words, now: at, rules }) : undefined;
  return html`<div class="open" role="region" aria-labelledby="open-title" tabindex="0">
    <h4 id="open-title">${own(isOld ? 'open.title.old' : 'open.title', { time: words.clock(at, now) })}</h4>
    ${
      groups
        ? html`<p class="hint">${own('open.hint')} ${recordWords(groups, own)}</p>
            ${groups.map((each) => groupView(each, own, rules.length > 0))}`
        : html`<p role="status">${own('open.reading')}</p>`
    }
  </div>`;
}

/** How much of it goes into the record: one thing may stand under several heads. */
function recordWords(groups: readonly Group[], own: SayHand): string {
  const recorded = recordedOf(groups).length;
  if (recorded < RECORDED) return recorded === 0 ? own('open.record.none') : own('open.record', { n: recorded });
  return own('open.record.most', { n: recorded });
}

function groupView({ name, count, lines }: Group, own: SayHand, ruled: boolean): TemplateResult {
  if (name === 'owed' && !ruled) return html`<div class="group"><p>${own('open.owed.unset')}</p></div>`;
  if (count === 0) return html`<div class="group"><p>${own(`open.${name}.none`)}</p></div>`;
  return html`<div class="group">
    <h5>${own(`open.${name}`, { n: grouped(count) })}</h5>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    ${count > lines.length ? html`<p class="more">${own('open.more', { n: grouped(count - lines.length) })}</p>` : nothing}
  </div>`;
}
