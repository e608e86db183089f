import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Instant, Responder } from '@yingji/core';
import { sayOf } from '../frame/own-words.js';
import { grouped } from '../i18n/format.js';
import { availability } from './availability.js';
import { isPost, type Attempt, type CallLine, type PostLine } from './calls.js';
import type { FormAct } from './form.js';
import { HOURS, type GapLine } from './gaps.js';
import type { PersonLine } from './register.js';
import { chip, PLAIN, type RowView } from './rows.js';
import { nameOf, skillName, skillsOf, type Speech } from './speech.js';
import { WAYS } from './ways-words.js';

export { waysStyles } from './ways.styles.js';

export function gapRow({ key, gaps, open, from }: GapLine, speech: Speech, isNow: boolean): RowView {
  const { say, words, now, people } = speech;
  const tell = sayOf(WAYS, words.lang);
  const told = gaps.map((gap) => {
    const skill = gap.skill ? `（${skillName(speech, gap.skill.skill)}）` : '';
    const duty = `${say(`role.${gap.role}`)}${words.lang === 'en' ? skill.replace('（', ' (').replace('）', ')') : skill}`;
    const values = { duty, n: gap.missing, from: words.clock(gap.from, now), to: words.clock(gap.to, now) };
    return open.includes(gap) ? chip(tell('gap.now', values)) : html`${tell('gap.line', values)}`;
  });
  return {
    ...PLAIN,
    ...{ key, label: people.placeName(key), tone: open.length > 0 ? 'lacking' : '' },
    acts: isNow && gaps.length > 0 ? ['fill'] : [],
    subject: { name: people.placeName(key), lacks: gaps.map((gap) => ({ ...gap, place: key })) },
    cells: [
      strip(gaps, from),
      told.length === 0 ? tell('gap.none') : html`${told.map((each) => html`<span class="note">${each}</span> `)}`,
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

export function callRow(line: CallLine, speech: Speech): RowView {
  const say = sayOf(WAYS, speech.words.lang);
  if (isPost(line)) return postRow(line, speech);
  const { key, about, row, counts, exercise } = line;
  const title = row?.value['title'];
  const reaches = (['confirmed', 'answered', 'delivered', 'sent', 'silent'] as const).filter(
    (each) => (counts?.[each] ?? 0) > 0,
  );
  const told = counts
    ? [
        say('count.called', { n: grouped(counts.called), rate: Math.floor(counts.rate * 100) }),
        ...reaches.map((each) => say(`count.${each}`, { n: grouped(counts[each]) })),
      ]
    : [];
  return {
    ...PLAIN,
    ...{ key, tone: 'head', exercise: exercise !== undefined, label: typeof title === 'string' ? title : about },
    ...(counts && { told: told.join(speech.words.say('comma')) }),
    cells: [html`${told.map((each, i) => (i === 0 ? each : html` <span class="tally">${each}</span>`))}`],
  };
}

function postRow(post: PostLine, speech: Speech): RowView {
  const say = sayOf(WAYS, speech.words.lang);
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
  const reach = `${isDone && !speech.isOld ? '✓ ' : ''}${say(`reach.${reached}`)}`;
  return {
    ...PLAIN,
    ...{ key, label: name, exercise: exercise !== undefined, acts },
    tone: chain === 'exhausted' || chain === 'next' || chain === 'unknown' ? 'lacking' : '',
    told: isDone ? reach : `${reach}${speech.words.say('comma')}${turn}`,
    cells: [
      html`<span class="note">${reach}</span>
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
  const { words, now } = speech;
  const say = sayOf(WAYS, words.lang);
  const who = person ? nameOf(speech, person) : (masked ?? '—');
  const whose = deputy ? `${say('call.deputy')} ${who}` : who;
  return `${words.clock(at, now)} ${whose} · ${say(`channel.${channel}`)} · ${say(`outcome.${outcome}`)}`;
}

export function personRow({ key, row, isOn }: PersonLine, speech: Speech): RowView {
  const { say, people, words } = speech;
  const { skills, grid } = row.value as unknown as Responder;
  const name = nameOf(speech, key);
  return {
    ...PLAIN,
    ...{ key, label: name, exercise: row.exercise !== undefined, unjudged: row.derived['fault'] !== undefined },
    cells: [
      skillsOf(speech, skills).join(words.say('list')) || say('skill.none'),
      `${sayOf(WAYS, words.lang)(isOn ? 'duty.on' : 'duty.none')} · ${availability(row, speech)}`,
      grid === undefined ? '—' : people.placeName(grid),
    ],
    acts: ['call', 'reveal'],
    subject: { name, person: key },
  };
}
