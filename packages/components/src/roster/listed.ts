import type { Row } from '@yingji/core';
import type { CallLine } from './calls.js';
import { isPost } from './calls.js';
import { ownText, type OwnColumn } from '../frame/own-column.js';
import type { DutyLine, DutyShown } from './duty.js';
import type { GapLine } from './gaps.js';
import type { Mode } from './mode.js';
import type { Asked } from './people.js';
import { matching, type PersonLine } from './register.js';
import { dutyRow, type RowView } from './rows.js';
import { nameOf, postName, skillName, type Speech } from './speech.js';
import type { Ways } from './desk.js';
import type { RosterKey } from './words.js';

type Line = DutyLine | GapLine | CallLine | PersonLine;

/** What the table shows: lines as they are, and each as it is drawn when it is asked for. */
export interface Listed {
  readonly speech: Speech;
  readonly mode: Mode;
  readonly heads: readonly RosterKey[];
  /** Of the page's own, beside who is on duty alone. */
  readonly columns: readonly OwnColumn<DutyShown>[];
  /** How many there are, and how many of them have what was typed. */
  readonly all: number;
  readonly total: number;
  readonly lines: readonly Line[];
  rowAt(index: number): RowView;
  keyAt(index: number): string | undefined;
  indexOf(key: string): number;
  find(key: string): RowView | undefined;
}

export interface ListOptions {
  readonly speech: Speech;
  readonly asked: Asked;
  readonly mode: Mode;
  /** How the lines of other modes than 值班 are drawn; there once one of them is looked at. */
  readonly ways: Ways | undefined;
  readonly text: string;
  readonly columns: readonly OwnColumn<DutyShown>[];
  /** Not of another instant. */
  readonly isNow: boolean;
}

const HEADS: { readonly [M in Mode]: readonly RosterKey[] } = {
  duty: ['head.post', 'head.person', 'head.time', 'head.skills', 'head.state'],
  gaps: ['head.grid', 'head.strip', 'head.gap'],
  calls: ['head.person', 'head.reached', 'head.attempts'],
  people: ['head.person', 'head.skills', 'head.state', 'head.grid'],
};

export function listOf(options: ListOptions): Listed {
  const { speech, mode, text } = options;
  const { lines: all, textOf, draw } = partsOf(options);
  const lines = matching(all, text, textOf);
  const places = indexed(lines);
  const rowAt = (index: number): RowView => draw(lines[index]!);
  const indexOf = (key: string): number => places.get(key) ?? -1;
  return {
    ...{
      speech,
      mode,
      heads: HEADS[mode],
      columns: mode === 'duty' ? options.columns : [],
      all: all.length,
      total: lines.length,
      lines,
      rowAt,
      indexOf,
    },
    keyAt: (index) => lines[index]?.key,
    find: (key) => (indexOf(key) < 0 ? undefined : rowAt(indexOf(key))),
  };
}

/** Where each line is; the same lines are not looked through again. */
const known = new WeakMap<readonly Line[], ReadonlyMap<string, number>>();
function indexed(lines: readonly Line[]): ReadonlyMap<string, number> {
  const before = known.get(lines);
  if (before) return before;
  const places = new Map(lines.map(({ key }, i) => [key as string, i]));
  known.set(lines, places);
  return places;
}

interface Parts {
  readonly lines: readonly Line[];
  /** What is looked through. */
  readonly textOf: (line: Line) => string;
  readonly draw: (line: Line) => RowView;
}

/** What is asked about a line of one mode is asked about the lines of that mode alone. */
const parts = <L extends Line>(
  lines: readonly L[],
  how: { readonly textOf: (line: L) => string; readonly draw: (line: L) => RowView },
): Parts => ({ lines, ...(how as unknown as Pick<Parts, 'textOf' | 'draw'>) });

function partsOf({ speech, asked, mode, ways, isNow, columns }: ListOptions): Parts {
  const { people, at } = speech;
  const skillsIn = (row: Pick<Row, 'value'> | undefined): string =>
    ((row?.value['skills'] ?? []) as readonly { readonly skill: string }[])
      .map(({ skill }) => `${skill} ${skillName(speech, skill)}`)
      .join(' ');
  const whoOf = (id: string | undefined): string => {
    const row = people.person(id);
    return `${nameOf(speech, id)} ${id ?? ''} ${skillsIn(row)} ${people.placeName(String(row?.value['grid'] ?? ''))}`;
  };
  const duty = people.duty(asked, at);
  if (mode === 'duty' || !ways)
    return parts(duty, {
      textOf: ({ role, place, responder }) =>
        `${postName(speech, role, place)} ${nameOf(speech, responder)} ${skillsIn(people.person(responder))}`,
      draw: (line) => ({ ...dutyRow(line, speech, isNow), own: columns.map((column) => ownText(column, line)) }),
    });
  if (mode === 'gaps')
    return parts(people.gaps(asked, at), {
      textOf: ({ key }) => people.placeName(key),
      draw: (line) => ways.gapRow(line, speech, isNow),
    });
  if (mode === 'calls')
    return parts(people.calls(), {
      textOf: (line) => (isPost(line) ? whoOf(line.person) : String(line.row?.value['title'] ?? '')),
      draw: (line) => ways.callRow(line, speech),
    });
  return parts(people.people(asked, duty), {
    textOf: ({ key }) => whoOf(key),
    draw: (line) => ways.personRow(line, speech),
  });
}
