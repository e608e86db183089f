import type { Callup } from '../model/callup.js';
import type { EntityId } from '../model/id.js';
import { createLatest, type Latest } from '../resilience/latest.js';
import type { Fact } from '../resilience/fact.js';

/** How far the message came, the furthest first. `silent`: no answer, busy, not to be reached, failed. */
export const callupReach = ['confirmed', 'answered', 'delivered', 'sent', 'silent'] as const;
/** One of {@link callupReach}. */
export type CallupReach = (typeof callupReach)[number];

/** How many posts were called about something, by how far the message came with the best of all attempts and deputies. */
export interface Callups extends Readonly<Record<CallupReach, number>> {
  readonly called: number;
  /** 叫应率, 0 to 1: confirmed of called. Whom nobody has called yet is in neither. */
  readonly rate: number;
}

/** How far the message came with one attempt. */
export const reachOf = ({ outcome }: Callup): CallupReach => callupReach.find((each) => each === outcome) ?? 'silent';

/** A call in somebody's stead is of their post; who is no responder is known by pseudonym, or else for this once alone. */
export function postOf({ id, value }: Fact<Callup>): string {
  const { insteadOf, person, phone, name } = value;
  const joined = [phone, name].flatMap((each) => (typeof each === 'object' ? (each.pseudonym ?? []) : []));
  return insteadOf ?? person ?? joined[0] ?? id;
}

type Call = Fact<Callup>;
/** What was called about; of a drill's only that drill's calls count, of a real one only real ones. */
type Asked = Pick<Fact<unknown>, 'id' | 'exercise'>;

/** The calls of one post about one thing. */
export interface PostCalls {
  /** The last attempt. */
  last(): Call;
  /** How far the message came with the best of all attempts and deputies. */
  reached(): CallupReach;
  /** Whether this person was called. */
  has(person: EntityId): boolean;
}

/** All calls, kept up call by call: one more costs the same however many there are. */
export interface CallBook {
  /**
   * A call as it stands now, in place of what was noted under its id. Gives the last attempts, before and now, of the posts it is
   * of; events are not taken back.
   */
  note(call: Call): ReadonlySet<EntityId>;
  /** The calls of one post about one thing; nothing where there was none. */
  post(about: Asked, post: string): PostCalls | undefined;
  /** The last attempts of one post about all that it was called about and has not confirmed. */
  unconfirmed(post: string): EntityId[];
  /** The posts that were called about one thing. */
  posts(about: Asked): Iterable<PostCalls>;
  /** Nothing where nobody was called. */
  counts(about: Asked): Callups | undefined;
}

interface Post extends PostCalls {
  readonly calls: Latest<Callup>;
  readonly reaches: Map<CallupReach, number>;
  readonly people: Map<EntityId, number>;
}

interface About {
  readonly posts: Map<string, Post>;
  /** Posts by the best that came of their calls. */
  readonly reached: Map<CallupReach, number>;
}

const keyOf = ({ id, exercise }: Asked): string => JSON.stringify([exercise, id]);

function count<K>(counts: Map<K, number>, key: K, by: 1 | -1): void {
  const sum = (counts.get(key) ?? 0) + by;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}

function createPost(): Post {
  const calls = createLatest<Callup>();
  const reaches = new Map<CallupReach, number>();
  const people = new Map<EntityId, number>();
  return {
    calls,
    reaches,
    people,
    last: () => calls.last()!,
    reached: () => callupReach.find((reach) => reaches.has(reach))!,
    has: (person) => people.has(person),
  };
}

export function createCallBook(): CallBook {
  const told = new Map<EntityId, Call>();
  const abouts = new Map<string, About>();
  /** By post, what it was called about. */
  const of = new Map<string, Set<About>>();

  function move(call: Call, by: 1 | -1, stirred: Set<EntityId>): void {
    const name = postOf(call);
    const person = call.value.person as EntityId | undefined;
    for (const id of new Set(call.value.about)) {
      const key = keyOf({ id: id as EntityId, exercise: call.exercise });
      const about: About = abouts.get(key) ?? { posts: new Map(), reached: new Map() };
      const known = about.posts.get(name);
      const post = known ?? createPost();
      if (known) {
        stirred.add(known.last().id);
        count(about.reached, known.reached(), -1);
      }
      if (by > 0) post.calls.add(call);
      else post.calls.remove(call);
      count(post.reaches, reachOf(call.value), by);
      if (person) count(post.people, person, by);
      if (post.reaches.size > 0) {
        stirred.add(post.last().id);
        count(about.reached, post.reached(), 1);
        about.posts.set(name, post);
        of.set(name, (of.get(name) ?? new Set()).add(about));
      } else {
        about.posts.delete(name);
        of.get(name)?.delete(about);
        if (of.get(name)?.size === 0) of.delete(name);
      }
      if (about.posts.size > 0) abouts.set(key, about);
      else abouts.delete(key);
    }
  }

  return {
    note(call) {
      const stirred = new Set<EntityId>();
      const before = told.get(call.id);
      if (before) move(before, -1, stirred);
      told.set(call.id, call);
      move(call, 1, stirred);
      return stirred;
    },
    post: (about, post) => abouts.get(keyOf(about))?.posts.get(post),
    unconfirmed: (name) =>
      [...(of.get(name) ?? [])].flatMap(({ posts }) => {
        const post = posts.get(name)!;
        return post.reached() === 'confirmed' ? [] : post.last().id;
      }),
    posts: (about) => abouts.get(keyOf(about))?.posts.values() ?? [],
    counts(about) {
      const have = abouts.get(keyOf(about));
      if (!have) return undefined;
      const by = (reach: CallupReach): number => have.reached.get(reach) ?? 0;
      const called = have.posts.size;
      const [confirmed, answered, delivered] = [by('confirmed'), by('answered'), by('delivered')];
      return {
        ...{ called, confirmed, answered, delivered },
        ...{ sent: by('sent'), silent: by('silent'), rate: confirmed / called },
      };
    },
  };
}
