import type { Callup } from '../model/callup.js';
import type { EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import {
  createCallBook,
  postOf,
  reachOf,
  type CallBook,
  type CallupReach,
  type Callups,
  type PostCalls,
} from './call-book.js';

export { callupReach, type CallupReach, type Callups } from './call-book.js';

/**
 * How long whoever was called has to repeat the message where `answerBy` does not say it, in seconds: the five minutes that one
 * city sets itself (Changzhi, a local rule). Who has not by then is passed over, so that no chain waits for ever.
 */
export const ANSWER_WITHIN_S = 300;

/**
 * How it stands with one post: the message is `confirmed`; an attempt is `waiting` for its answer; it is the turn of the `next`; all
 * in the chain were called in vain (`exhausted`: knock, gong, whistle); or, not being in the register, who is next is `unknown`.
 */
export type ChainState = 'confirmed' | 'waiting' | 'next' | 'exhausted' | 'unknown';

/** One post that was called, about one thing. */
export interface CalledPost {
  /** The person whose post it is; absent where who was called is no responder. */
  readonly person?: EntityId;
  readonly reached: CallupReach;
  readonly state: ChainState;
  /** Who is to be called now, where the state is `next`. */
  readonly next?: EntityId;
  /** The last attempt. */
  readonly last: EntityId;
  /** When `waiting` ends by time alone, milliseconds since 1970. */
  readonly due?: number;
}

interface Context {
  /** Deputies of a responder who may be called, in their order; nothing where the responder is not known. */
  readonly deputies: (person: EntityId) => readonly EntityId[] | undefined;
  readonly now: Instant;
}

function bookOf(callups: readonly Fact<Callup>[]): CallBook {
  const book = createCallBook();
  for (const each of callups) book.note(each);
  return book;
}

/**
 * Counts of those who were called about a warning, a response or an incident: nothing where nobody was. A person who was tried five
 * times and whose deputy confirmed is one post, confirmed. Delivered and answered are not confirmed.
 */
export function callupsOf(
  about: Pick<Fact<unknown>, 'id' | 'exercise'>,
  callups: readonly Fact<Callup>[],
): { readonly callups?: Callups } {
  const counts = bookOf(callups).counts(about);
  return counts ? { callups: counts } : {};
}

/** How it stands with each post that was called about one thing, and who is next in its chain. */
export function calledPosts(
  about: Pick<Fact<unknown>, 'id' | 'exercise'>,
  callups: readonly Fact<Callup>[],
  context: Context,
): CalledPost[] {
  return [...bookOf(callups).posts(about)].map((calls) => chainOf(calls, context));
}

function chainOf(calls: PostCalls, { deputies, now }: Context): CalledPost {
  const last = calls.last();
  const person = last.value.insteadOf ?? last.value.person;
  const reached = calls.reached();
  const post = { ...(person && { person }), reached, last: last.id };
  if (reached === 'confirmed') return { ...post, state: 'confirmed' };
  const due = answerDue(last);
  if (reachOf(last.value) !== 'silent' && due > millis(now)) return { ...post, state: 'waiting', due };
  const chain = person && deputies(person);
  if (!chain) return { ...post, state: 'unknown' };
  const next = chain.find((id) => !calls.has(id));
  return next === undefined ? { ...post, state: 'exhausted' } : { ...post, state: 'next', next };
}

const answerDue = ({ at, value }: Fact<Callup>): number =>
  value.answerBy === undefined ? millis(at) + 1000 * ANSWER_WITHIN_S : millis(value.answerBy as Instant);

/** What asks to be done first, where one call was about several things. */
const URGENT: readonly ChainState[] = ['exhausted', 'unknown', 'next', 'waiting', 'confirmed'];

/**
 * The last attempt of a post: `chain`, and `next` where it is somebody's turn; nothing on attempts that others came after. `callups`
 * hold at least all of its post about the same things.
 */
export function deriveCallup(
  callup: Fact<Callup>,
  callups: readonly Fact<Callup>[],
  context: Context,
): { readonly derived: { readonly chain?: ChainState; readonly next?: EntityId }; readonly due?: number } {
  return chainsOf(callup, bookOf(callups), context);
}

/** The same where all calls are kept up. */
export function chainsOf(callup: Fact<Callup>, book: CallBook, context: Context): ReturnType<typeof deriveCallup> {
  const own = postOf(callup);
  const posts = callup.value.about
    .flatMap((id) => book.post({ id, exercise: callup.exercise }, own) ?? [])
    .filter((calls) => calls.last().id === callup.id)
    .map((calls) => chainOf(calls, context));
  const state = URGENT.find((each) => posts.some((post) => post.state === each));
  if (state === undefined) return { derived: {} };
  const next = posts.find((post) => post.state === state)?.next;
  const due = Math.min(...posts.map((post) => post.due ?? Infinity));
  return {
    derived: { chain: state, ...(next && { next }) },
    ...(Number.isFinite(due) && { due }),
  };
}
