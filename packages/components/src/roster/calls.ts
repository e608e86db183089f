import type { Callup, EntityId, Instant, Row } from '@yingji/core';
import { callupReach, postOf, reachOf, type CallupReach, type Callups, type ChainState } from '@yingji/core/people';
import type { Rows } from '../controllers/observe.js';

type Call = Parameters<typeof postOf>[0];

/** One attempt, as it was told last. */
export interface Attempt {
  readonly id: EntityId;
  readonly person: EntityId | undefined;
  /** Who is in no register, as others may see them. */
  readonly masked: string | undefined;
  readonly channel: Callup['channel'];
  readonly outcome: Callup['outcome'];
  readonly at: Instant;
  /** A deputy, called in the stead of whoever has the post. */
  readonly deputy: boolean;
}

/** A person with the deputies who are called in their stead, about one thing. */
export interface PostLine {
  readonly key: string;
  readonly about: EntityId;
  readonly person: EntityId | undefined;
  readonly reached: CallupReach;
  /** As core says it; absent where no rule said it. */
  readonly chain: ChainState | undefined;
  readonly next: EntityId | undefined;
  /** The last first. */
  readonly attempts: readonly Attempt[];
  readonly exercise: string | undefined;
}

/** What was called about, with its counts, before its posts. */
export interface AboutLine {
  readonly key: string;
  readonly about: EntityId;
  readonly row: Row | undefined;
  /** As core counts; absent where it did not. */
  readonly counts: Callups | undefined;
  readonly exercise: string | undefined;
}

export type CallLine = AboutLine | PostLine;
export const isPost = (line: CallLine): line is PostLine => 'attempts' in line;

/** What asks to be done first. */
const URGENT: readonly (ChainState | undefined)[] = ['exhausted', undefined, 'unknown', 'next', 'waiting', 'confirmed'];

/** 叫应 as a tree laid flat: each thing that was called about, then its posts, those who have no answer first; drills last. */
export function callLines(callups: Rows, abouts: ReadonlyMap<EntityId, Row>): CallLine[] {
  const told = new Map<
    string,
    { readonly about: EntityId; readonly exercise: string | undefined; readonly posts: Map<string, Row[]> }
  >();
  for (const row of callups.values()) {
    const post = postOf(row as unknown as Call);
    for (const about of new Set(row.value['about'] as readonly EntityId[])) {
      const key = `${row.exercise ?? ''} ${about}`;
      const group = told.get(key) ?? { about, exercise: row.exercise, posts: new Map<string, Row[]>() };
      told.set(key, group);
      const calls = group.posts.get(post);
      if (calls) calls.push(row);
      else group.posts.set(post, [row]);
    }
  }
  return [...told]
    .map(([key, { about, exercise, posts }]) => {
      const row = abouts.get(about);
      const counts = row?.exercise === exercise ? (row?.derived['callups'] as Callups | undefined) : undefined;
      const lines = [...posts].map(([post, rows]) => postLine(`${key} ${post}`, about, rows));
      lines.sort((a, b) => urgency(a) - urgency(b) || (a.key < b.key ? -1 : 1));
      const head: AboutLine = { key, about, row, counts, exercise };
      return { head, lines, least: Math.min(...lines.map(urgency)) };
    })
    .sort(
      (a, b) =>
        Number(a.head.exercise !== undefined) - Number(b.head.exercise !== undefined) ||
        a.least - b.least ||
        (a.head.key < b.head.key ? -1 : 1),
    )
    .flatMap(({ head, lines }): CallLine[] => [head, ...lines]);
}

const urgency = ({ chain }: PostLine): number => URGENT.indexOf(chain);

function postLine(key: string, about: EntityId, rows: readonly Row[]): PostLine {
  const calls = [...rows].sort((a, b) => Number(b.position) - Number(a.position));
  const [last] = calls as [Row];
  const { person, insteadOf } = last.value as Partial<Callup>;
  const reaches = calls.map((row) => callupReach.indexOf(reachOf(row.value as unknown as Callup)));
  // What came of an attempt is told beside it, under its number: the latest telling is what it came to.
  const attempts = new Map<string, Attempt>();
  for (const row of calls) {
    const attempt = attemptOf(row);
    const number = row.value['attempt'];
    const one = attempt.person === undefined || number === undefined ? row.id : `${attempt.person} ${String(number)}`;
    if (!attempts.has(one)) attempts.set(one, attempt);
  }
  return {
    key,
    about,
    person: (insteadOf ?? person) as EntityId | undefined,
    reached: callupReach[Math.min(...reaches)]!,
    chain: last.derived['chain'] as ChainState | undefined,
    next: last.derived['next'] as EntityId | undefined,
    attempts: [...attempts.values()],
    exercise: last.exercise,
  };
}

function attemptOf({ id, value, at }: Row): Attempt {
  const { person, name, phone, channel, outcome, insteadOf } = value as unknown as Callup;
  const told = [name, phone].flatMap((each) => (typeof each === 'object' ? (each.masked ?? []) : []));
  return {
    ...{ id, person: person as EntityId | undefined, masked: told[0], channel, outcome, at },
    deputy: insteadOf !== undefined,
  };
}
