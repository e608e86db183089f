import { css, html, nothing, type TemplateResult } from 'lit';
import { chip } from '../marks/chip.js';
import { ring } from '../marks/ring.js';
import type { Group } from './groups.js';
import type { How } from './list.js';
import { shelvedOf, type Item } from './item.js';
import { rowId } from './row-id.js';
import { sentence } from './sentence.js';
import type { MapContext } from './words.js';

/** The end of a row that opens it. */
export const groupStyles = css`
  .row .turn {
    display: inline-flex;
    gap: 0.3em;
    color: var(--_text-2);
    font-size: var(--_meta);
    white-space: nowrap;
    padding: 4px 8px;
    margin: -4px -8px;
  }
  .box[data-density='phone'] .turn {
    padding-block: 14px;
    margin-block: -14px;
  }
  .box[data-density='wall'] .turn {
    display: none;
  }
  @media print {
    .row .turn {
      display: none;
    }
  }
`;

/** The sentence of an incident, how many of those who tell of it wait, and what one of them is late with. */
function incidentSentence(
  head: Item,
  members: readonly Item[],
  context: How['context'],
): { title: string; rest: string } {
  const { words } = context;
  const { title, rest } = sentence(head, context);
  const waiting = members.filter((item) => item !== head && item.waiting).length;
  if (waiting === 0) return { title, rest };
  const stop = words.say('stop');
  return {
    title,
    rest: `${rest.slice(0, -stop.length)}${words.say('comma')}${words.say('group.telling', { n: waiting })}${stop}`,
  };
}

/** 已搁置 2（至 15:00）: how many incidents are set aside, and when the first of them comes back; undefined where none is. */
function shelvedWords(
  items: readonly Item[],
  { words, now }: Pick<How['context'], 'words' | 'now'>,
): string | undefined {
  const ends = items.flatMap((item) => shelvedOf(item)?.until ?? []).sort((a, b) => Date.parse(a) - Date.parse(b));
  const [first] = ends;
  return first && words.say('group.shelved', { n: ends.length, time: words.clock(first, now) });
}

/** The same for the first line; what is real alone. */
export function shelvedCount(
  items: readonly Item[],
  context: Pick<How['context'], 'words' | 'now'>,
): TemplateResult | typeof nothing {
  const told = shelvedWords(
    items.filter(({ exercise }) => !exercise),
    context,
  );
  return told === undefined ? nothing : html`<span class="count shelved">${told}</span>`;
}

/** A row of several things: what came first names it. 道路积水等 5 项，新竹社区，未确认 3 项，最早 14:02，最新 14:10。 */
export function groupSentence(
  { members, repeat }: Group,
  { words, now }: Pick<MapContext, 'words' | 'now'>,
): { title: string; rest: string } {
  const [first] = members;
  const { placeName } = first!.row.derived;
  // They share their area, or their place, or the incident that has a row of its own.
  const named = first!.kind === 'warning' || repeat ? first!.where : typeof placeName === 'string' ? placeName : '';
  const where = first!.incident === undefined ? named : '';
  const waiting = members.filter((item) => item.waiting).length;
  const aside = shelvedWords(members, { words, now });
  if (aside !== undefined) {
    const open = waiting > 0 ? words.say('comma') + words.say('group.unacknowledged', { n: waiting }) : '';
    const drill = first!.exercise ? `${words.say('exercise')} ` : '';
    return { title: drill + aside, rest: open + words.say('stop') };
  }
  const confirmed = members.some((item) => item.acknowledged !== undefined);
  const parts = [
    where,
    waiting > 0 ? words.say('group.unacknowledged', { n: waiting }) : confirmed ? words.say('group.acknowledged') : '',
    words.say('group.times', { first: words.clock(first!.at, now), last: words.clock(members.at(-1)!.at, now) }),
  ];
  const rest = parts.filter((part) => part !== '').map((part) => words.say('comma') + part);
  return {
    title: words.say(repeat ? 'row.repeat' : 'row.group', { title: first!.title, n: members.length }),
    rest: rest.join('') + words.say('stop'),
  };
}

/** Several things in one row: the worst mark, how many, and how many of them wait. */
export function groupRow(group: Group, { selected, context, onRow, onTurn, cut }: How): TemplateResult {
  const { worst, members, opened, head } = group;
  const { words } = context;
  const waiting = members.some((item) => item.waiting);
  const stale = members.every((item) => item.stale);
  const { title, rest } = head ? incidentSentence(head, members, context) : groupSentence(group, context);
  const turn = (event: Event): void => {
    event.stopPropagation();
    onTurn(group);
  };
  const level = worst.numbered ? 'ungraded' : worst.level;
  return html`<li
    id=${rowId(group)}
    class="row group ${level} ${waiting ? 'waiting' : ''} ${stale ? 'stale' : ''} ${worst.exercise ? 'drill' : ''} ${cut ? 'cut' : ''}"
    part="row"
    role="option"
    aria-selected=${group.id === selected?.id ? 'true' : 'false'}
    @click=${() => onRow(group)}
  >
    ${chip(worst.level, worst.word, { numbered: worst.numbered, hollow: stale })}${waiting ? ring() : nothing}
    <span class="text"
      ><b>${title}</b>${rest} ${head ? context.tasks?.late(head) : nothing}
      <span class="turn" @click=${turn}
        ><span aria-hidden="true">${opened ? '▾' : '▸'}</span>${words.say(opened ? 'group.shut' : 'group.open')}</span
      ></span
    >
  </li>`;
}
