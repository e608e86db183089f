import type { Observable } from 'rxjs';
import { issue, YingjiError, type Issue } from '../error.js';
import { canonical } from '../json.js';
import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import type { Actor } from '../ports/authenticator.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Acting, LocalView, Reader, Row, View } from '../view/view.js';
import { createAudience, type Audience, type Sink } from './audience.js';
import { seenBy, type See } from './seen-by.js';
import { WIRE_VERSIONS, type Down, type Open } from './messages.js';

/** What a hub serves, to whom, and how much of it is kept: milliseconds and bytes. */
export interface HubOptions {
  /** Name of the city, for people. */
  readonly city: string;
  readonly view: View & Reader & Pick<LocalView, 'select'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly beatMs?: number;
  readonly ringBytes?: number;
  /** Streams kept at once; beyond it, those nobody listens to go first, and then no new one is opened. Default 256. */
  readonly mostStreams?: number;
  /** The kinds of the view, where there are others than those of this version. */
  readonly kinds?: { readonly [name: string]: Kind };
  /** Who sees what; without it everybody sees everything. */
  readonly policy?: Policy;
  /** How long a stream is kept for clients who may come back. */
  readonly lingerMs?: number;
  /**
   * Notes what changes cost somebody's streams, in milliseconds, shared out among those who follow the same. Seconds to stay away,
   * when that is too much: then those streams of this actor end with `too-much-work`, and nobody else's.
   */
  readonly bill?: (actor: Actor, ms: number) => number | undefined;
}

interface Listener {
  readonly actor: Actor;
  readonly sink: Sink;
  readonly leave: () => void;
}

interface Held {
  readonly audience: Audience;
  emptySince: number | undefined;
  readonly listeners: Set<Listener>;
  /** Who pays while nobody listens. */
  last: Actor;
}

/** Rights, as far as reading goes. Actors that are one audience share one stream, so they must see the same of every row. */
export interface Policy {
  /** Everything about an actor that `see` looks at, as text. */
  audience(actor: Actor): string;
  /** Absent for one who sees everything as it is. */
  see(actor: Actor): See | undefined;
  /** Rows that `see` answers otherwise by now, although they did not change. */
  readonly moved$?: Observable<readonly Row[]>;
}

/** Serves the view to many clients; those who see the same share one stream. */
export interface Hub {
  /** The kinds that clients may ask for: what `parseOpen` is to know. */
  readonly kinds: { readonly [name: string]: Kind };
  /** Serves one connection until its sink is closed by the caller; the answer stops it. */
  open(open: Open, actor: Actor, sink: Sink): () => void;
  /** Says goodbye to everybody, e.g. before a restart. */
  close(why?: Issue): void;
}

/** What any one change may cost any stream, in milliseconds: alarms that come by thousands are nobody's fault. */
const FREE_MS = 0.1;

/** The policy that decides who sees what; a new one makes every stream start afresh. */
const POLICY = 1;

/**
 * Serves one picture to many: each audience is computed and encoded once. Stop it with `close`; what a stream may not have is
 * answered with an Issue in a `bye`: `version-mismatch`, `too-many-streams`, `too-much-work`, and what its policy says.
 */
export function createHub(options: HubOptions): Hub {
  const {
    city,
    view,
    clock,
    ids,
    beatMs = 5000,
    ringBytes = 8 * 1024 * 1024,
    lingerMs = 120_000,
    mostStreams = 256,
    policy,
    kinds = allKinds,
    bill,
  } = options;
  const audiences = new Map<string, Held>();
  const ending = new AbortController();

  /** Why this host cannot vouch for its picture; a stream that goes on would make it look calm. */
  let trouble: string | undefined;
  const goodbye = (code: string): string =>
    code === 'view-closed'
      ? bye(closing(), SOON_MS)
      : bye(issue(code, 'this host cannot store what comes in; what it shows is the last known picture.'), beatMs);
  /** What the picture cannot say although it is up to date. */
  let ailing: string | undefined;
  const watching = view.health$.subscribe(({ link, code }) => {
    const [had, ailed] = [trouble, ailing];
    ailing = link.state === 'live' ? code : undefined;
    trouble = link.state === 'live' ? undefined : (code ?? 'host-stale');
    if (trouble !== undefined && trouble !== had)
      for (const { audience } of audiences.values()) audience.say(goodbye(trouble));
    // Who is told of nothing else must not go on seeing calm until the next beat.
    if (ailing !== ailed) for (const { audience } of audiences.values()) audience.beat();
  });

  /** Makes room for one more stream; false when every one of them is being listened to. */
  function room(): boolean {
    if (audiences.size < mostStreams) return true;
    const [idle] = [...audiences].filter(([, { audience }]) => audience.size === 0);
    if (!idle) return false;
    idle[1].audience.close();
    return audiences.delete(idle[0]);
  }

  function audienceOf(open: Open, actor: Actor, version: number): Held | undefined {
    const key = canonical({
      policy: POLICY,
      version,
      sight: policy ? policy.audience(actor) : { roles: [...actor.roles].sort(), scope: [...actor.scope].sort() },
      queries: open.queries,
    });
    const have = audiences.get(key);
    if (have) {
      have.emptySince = undefined;
      return have;
    }
    if (!room()) return undefined;
    const see = policy?.see(actor);
    const measured = measure((ms) => {
      const held = audiences.get(key);
      if (held) charge(held, ms, () => audiences.delete(key));
    });
    const audience = createAudience({
      view: see ? seenBy(measured, see, { kinds, moved$: policy?.moved$ }) : measured,
      kinds,
      queries: open.queries,
      epoch: `${POLICY}.${ids.next()}`,
      code: () => ailing,
      version,
      ringBytes,
    });
    const held: Held = { audience, emptySince: undefined, listeners: new Set(), last: actor };
    audiences.set(key, held);
    return held;
  }

  /** The view, with what following it costs told once for all that changed together, beside what any change may cost. */
  function measure(told: (ms: number) => void): HubOptions['view'] {
    if (!bill) return view;
    let ms = 0;
    let { at } = view;
    const settle = (): void => {
      const over = ms - FREE_MS * (view.at - at);
      [ms, at] = [0, view.at];
      if (over > 0) told(over);
    };
    const around = (job: () => void): void => {
      const since = clock.elapsed();
      try {
        job();
      } finally {
        // Nobody is sent away while others are still being told.
        if (ms === 0) void Promise.resolve().then(settle);
        ms += clock.elapsed() - since;
      }
    };
    const select: LocalView['select'] = (query) => view.select(query, around);
    return Object.create(view, { select: { value: select } }) as HubOptions['view'];
  }

  function charge({ audience, listeners, last }: Held, ms: number, drop: () => void): void {
    const payers = new Map([...listeners].map(({ actor }) => [actor.id, actor]));
    if (payers.size === 0) payers.set(last.id, last);
    for (const actor of payers.values()) {
      const waitS = bill!(actor, ms / payers.size);
      if (waitS === undefined) continue;
      const message = `what this stream asks took as much of the host as one may have; come back in ${waitS} s and ask for less.`;
      for (const listener of listeners) {
        if (listener.actor.id !== actor.id) continue;
        listener.leave();
        listener.sink.write(bye(issue('too-much-work', message), waitS * 1000));
        listener.sink.end();
      }
      if (listeners.size > 0) continue;
      audience.close();
      drop();
    }
  }

  const forgetting = view.erased$?.subscribe(() => {
    for (const { audience } of audiences.values()) audience.forget();
  });

  async function beating(): Promise<void> {
    while (!ending.signal.aborted) {
      await clock.sleep(beatMs, ending.signal);
      for (const [key, held] of audiences) {
        held.audience.beat();
        if (held.audience.size > 0) held.emptySince = undefined;
        else held.emptySince ??= clock.elapsed();
        if (held.emptySince === undefined || clock.elapsed() - held.emptySince < lingerMs) continue;
        held.audience.close();
        audiences.delete(key);
      }
    }
  }
  void beating();

  return {
    kinds,
    open(open, actor, sink) {
      const version = WIRE_VERSIONS.find((mine) => open.versions.includes(mine));
      if (version === undefined) {
        const message = `this host speaks wire ${WIRE_VERSIONS.join(', ')}, the client ${open.versions.join(', ')}; update the older one.`;
        sink.write(bye(issue('version-mismatch', message, { path: '/versions' }), 60_000));
        sink.end();
        return () => undefined;
      }
      if (trouble !== undefined) {
        sink.write(goodbye(trouble));
        sink.end();
        return () => undefined;
      }
      const who = version > 1 ? actingOf(actor, sink) : {};
      const hello = (resumed: boolean): string =>
        line({ t: 'hello', version, city, beatMs, resumed, now: view.now, ...who });
      let why = issue(
        'too-many-streams',
        `this host serves ${mostStreams} different streams at once; try again later.`,
      );
      try {
        const held = audienceOf(open, actor, version);
        if (held) {
          const stop = held.audience.join(sink, open.resume, hello);
          const leave = (): void => {
            stop();
            if (held.listeners.delete(listener)) held.last = actor;
          };
          const listener: Listener = { actor, sink, leave };
          held.listeners.add(listener);
          return leave;
        }
      } catch (error) {
        if (!(error instanceof YingjiError) || error.recovery !== 'skip') throw error;
        why = issue(error.code, 'a query asks for too much; narrow it.', { path: '/queries' });
      }
      sink.write(bye(why, 30_000));
      sink.end();
      return () => undefined;
    },
    close(why = closing()) {
      ending.abort();
      watching.unsubscribe();
      forgetting?.unsubscribe();
      for (const { audience } of audiences.values()) {
        audience.say(bye(why, SOON_MS));
        audience.close();
      }
      audiences.clear();
    },
  };
}

/** Who is at the other end. Somebody who was let in without a name is nobody's name. */
const actingOf = ({ masked }: Actor, { readOnly }: Sink): Acting => ({
  ...(masked !== '' && readOnly !== 'no-actor' && { actor: masked }),
  ...(readOnly && { readOnly }),
});

const line = (message: Down): string => `${JSON.stringify(message)}\n`;
/** When to come back to a host that stops: as soon as it may be there again. */
const SOON_MS = 1000;
const closing = (): Issue =>
  issue('host-closing', 'the host is stopping; connect again in a moment.', { level: 'info' });

const bye = (why: Issue, retryMs: number): string => line({ t: 'bye', issue: why, retryMs });
