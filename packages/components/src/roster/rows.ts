import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Instant, Responder, Row } from '@yingji/core';
import { grouped } from '../i18n/format.js';
import { isPost, type Attempt, type CallLine, type PostLine } from './calls.js';
import { isLacking, type DutyLine } from './duty.js';
import type { FormAct, Subject } from './form.js';
import { HOURS, type GapLine } from './gaps.js';
import type { PersonLine } from './register.js';
import { hours, nameOf, postName, skillName, skillsOf, type Speech } from './speech.js';
import type { RosterKey } from './words.js';

type Cell = TemplateResult | string | typeof nothing;

/** One line as the table draws it. */
export interface RowView {
  readonly key: string;
  /** Beside the first cell: what the line is about. */
  readonly label: string;
  readonly cells: readonly Cell[];
  /** `lacking` asks for somebody; `head` stands above others. */
  readonly tone: 'lacking' | 'head' | '';
  readonly exercise: boolean;
  readonly unjudged: boolean;
  /** What can be done with it, the first at once from the line. */
  readonly acts: readonly FormAct[];
  readonly subject: Subject | undefined;
}

const PLAIN = { tone: '', exercise: false, unjudged: false, acts: [], subject: undefined } as const;
const chip = (text: string): TemplateResult => html`<b class="due" part="chip">${text}</b>`;

export const DUTY_HEADS: readonly RosterKey[] = ['head.post', 'head.person', 'head.time', 'head.skills', 'head.state'];

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
    subject: { name: `${postName(speech, role, place)} ${name}`, shift: key, person: person && responder },
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
  return person ? [...sign, 'call', 'reveal'] : sign;
}

export const GAP_HEADS: readonly RosterKey[] = ['head.grid', 'head.strip', 'head.gap'];

export function gapRow({ key, gaps, open, from }: GapLine, speech: Speech): RowView {
  const { say, words, now, people } = speech;
  const told = gaps.map((gap) => {
    const skill = gap.skill ? `（${skillName(speech, gap.skill.skill)}）` : '';
    const duty = `${say(`role.${gap.role}`)}${words.lang === 'en' ? skill.replace('（', ' (').replace('）', ')') : skill}`;
    const values = { duty, n: gap.missing, from: words.clock(gap.from, now), to: words.clock(gap.to, now) };
    return open.includes(gap) ? chip(say('gap.now', values)) : html`${say('gap.line', values)}`;
  });
  return {
    ...PLAIN,
    ...{ key, label: people.placeName(key), tone: open.length > 0 ? 'lacking' : '' },
    cells: [
      strip(gaps, from),
      told.length === 0 ? say('gap.none') : html`${told.map((each) => html`<span class="note">${each}</span> `)}`,
    ],
  };
}

/** The hours to come: a bar where all is covered, an open box where something is not. The words beside it say the same. */
function strip(gaps: readonly { readonly from: Instant; readonly to: Instant }[], from: Instant): TemplateResult {
  const hour = (at: Instant): number => (Date.parse(at) - Date.parse(from)) / 3_600_000;
  return html`<svg
    class="strip24"
    viewBox="0 0 ${HOURS} 10"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect class="all" width=${HOURS} height="4" y="3"></rect>
    ${gaps.map((gap) => svg`<rect class="hole" x=${hour(gap.from)} width=${hour(gap.to) - hour(gap.from)} y="0.5" height="9"></rect>`)}
  </svg>`;
}

export const CALL_HEADS: readonly RosterKey[] = ['head.person', 'head.reached', 'head.attempts'];

export function callRow(line: CallLine, speech: Speech): RowView {
  const { say } = speech;
  if (isPost(line)) return postRow(line, speech);
  const { key, about, row, counts, exercise } = line;
  const title = row?.value['title'];
  const reaches = (['confirmed', 'answered', 'delivered', 'sent', 'silent'] as const).filter(
    (each) => (counts?.[each] ?? 0) > 0,
  );
  return {
    ...PLAIN,
    ...{ key, tone: 'head', exercise: exercise !== undefined, label: typeof title === 'string' ? title : about },
    cells: [
      counts
        ? html`${say('count.called', { n: grouped(counts.called), rate: Math.floor(counts.rate * 100) })}
          ${reaches.map((each) => html`<span class="tally">${say(`count.${each}`, { n: grouped(counts[each]) })}</span> `)}`
        : nothing,
    ],
  };
}

function postRow(post: PostLine, speech: Speech): RowView {
  const { say } = speech;
  const { key, person, reached, chain, next, attempts, exercise, about } = post;
  const [last] = attempts as [Attempt];
  const name = person ? nameOf(speech, person) : (last.masked ?? '—');
  const turn = chain === 'next' ? say('chain.next', { name: nameOf(speech, next) }) : say(`chain.${chain ?? 'none'}`);
  const isOpen = chain !== 'confirmed';
  const isDone = reached === 'confirmed' && !isOpen;
  const acts: FormAct[] = [
    ...(isOpen && last.person ? (['answer'] as const) : []),
    ...(chain === 'next' ? (['call'] as const) : []),
    ...(person ? (['reveal'] as const) : []),
  ];
  const whom = chain === 'next' ? next : person;
  return {
    ...PLAIN,
    ...{ key, label: name, exercise: exercise !== undefined, acts },
    tone: chain === 'exhausted' || chain === 'next' || chain === 'unknown' ? 'lacking' : '',
    cells: [
      html`<span class="note">${isDone && !speech.isOld ? '✓ ' : ''}${say(`reach.${reached}`)}</span>
        ${isDone ? nothing : html`<span class="note">${chain === 'exhausted' ? chip(turn) : turn}</span>`}`,
      html`<ol class="attempts">
        ${attempts.map((attempt) => html`<li>${attemptText(attempt, speech)}</li> `)}
      </ol>`,
    ],
    subject: {
      ...{ name: nameOf(speech, whom ?? undefined) === '—' ? name : nameOf(speech, whom), person: whom, about },
      ...{ callup: last.id, insteadOf: chain === 'next' ? person : undefined },
    },
  };
}

function attemptText({ person, masked, deputy, channel, outcome, at }: Attempt, speech: Speech): string {
  const { say, words, now } = speech;
  const who = person ? nameOf(speech, person) : (masked ?? '—');
  const whose = deputy ? `${say('call.deputy')} ${who}` : who;
  return `${words.clock(at, now)} ${whose} · ${say(`channel.${channel}`)} · ${say(`outcome.${outcome}`)}`;
}

export const PEOPLE_HEADS: readonly RosterKey[] = ['head.person', 'head.skills', 'head.state', 'head.grid'];

export function personRow({ key, row, isOn }: PersonLine, speech: Speech): RowView {
  const { say, people, words } = speech;
  const { skills, grid } = row.value as unknown as Responder;
  const name = nameOf(speech, key);
  return {
    ...PLAIN,
    ...{ key, label: name, exercise: row.exercise !== undefined, unjudged: row.derived['fault'] !== undefined },
    cells: [
      skillsOf(speech, skills).join(words.say('list')) || say('skill.none'),
      `${say(isOn ? 'duty.on' : 'duty.none')} · ${availability(row, speech)}`,
      grid === undefined ? '—' : people.placeName(grid),
    ],
    acts: ['call', 'reveal'],
    subject: { name, person: key },
  };
}

/** What they or their unit say; of who is not active, why they are not counted on. */
export function availability({ value, derived }: Row, { say }: Pick<Speech, 'say'>): string {
  const { state } = value as unknown as Responder;
  if (state !== 'active' && state !== 'left') return say(`life.${state}`);
  const is = derived['availability'] as NonNullable<Responder['availability']>['is'] | undefined;
  return say(`avail.${is ?? 'none'}`);
}
