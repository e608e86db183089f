import type { EntityId, Row } from '@yingji/core';
import { isPost, type CallLine } from './calls.js';
import type { DutyLine } from './duty.js';
import type { GapLine } from './gaps.js';
import type { People } from './people.js';
import type { PersonLine } from './register.js';

/** Whom 一键叫应 calls: those who are listed, each once. */
export interface CallSet {
  readonly people: readonly EntityId[];
  /** Listed, but not active, or not of the register: they are not counted on. */
  readonly left: number;
}

/** More than this in one step core refuses. */
export const MOST_CALLED = 200;

/** The people of the real lines that are listed by now. */
export function callSetOf(lines: readonly (DutyLine | GapLine | CallLine | PersonLine)[], people: People): CallSet {
  const ids = new Set(lines.flatMap((line) => personIn(line) ?? []));
  const isActive = (id: EntityId): boolean => people.person(id)?.value['state'] === 'active';
  const active = [...ids].filter(isActive);
  return { people: active, left: ids.size - active.length };
}

function personIn(line: DutyLine | GapLine | CallLine | PersonLine): EntityId | undefined {
  if ('responder' in line) return line.exercise === undefined ? line.responder : undefined;
  if ('isOn' in line) return line.row.exercise === undefined ? line.key : undefined;
  return 'about' in line && isPost(line) && line.exercise === undefined ? line.person : undefined;
}

/** Who has confirmed about this by now; they are not called again. */
export function confirmedAbout(about: string, people: People): ReadonlySet<string> {
  const posts = people.calls().filter(isPost);
  const done = posts.filter((post) => post.about === about && post.chain === 'confirmed');
  return new Set(done.flatMap(({ person }) => person ?? []));
}

/** What somebody can be called about, as it is named in a list. */
export const aboutName = (row: Row, exercise: string): string =>
  `${row.exercise === undefined ? '' : `${exercise} `}${String(row.value['title'] ?? row.id)}`;
