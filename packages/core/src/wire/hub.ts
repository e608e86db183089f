import type { Observable } from 'rxjs';
import { issue, YingjiError, type Issue } from '../error.js';
import { canonical } from '../json.js';
import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import type { Actor } from '../ports/authenticator.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Reader, Row, View } from '../view/view.js';
import { createAudience, type Audience, type Sink } from './audience.js';
import { seenBy, type See } from './seen-by.js';
import { WIRE_VERSIONS, type Down, type Open } from './messages.js';

/** What a hub serves, to whom, and how much of it is kept: milliseconds and bytes. */
export interface HubOptions {
  /** Name of the city, for people. */
  readonly city: string;
  readonly view: View & Reader;
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

/** The policy that decides who sees what; a new one makes every stream start afresh. */
const POLICY = 1;

/**
 * Serves one picture to many: each audience is computed and encoded once. Stop it with `close`; what a stream may not have is
 * answered with an Issue in a `bye`.
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
  } = options;
  const audiences = new Map<string, { readonly audience: Audience; emptySince: number | undefined }>();
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

  function audienceOf(open: Open, actor: Actor, version: number): Audience | undefined {
    const key = canonical({
      policy: POLICY,
      version,
      sight: policy ? policy.audience(actor) : { roles: [...actor.roles].sort(), scope: [...actor.scope].sort() },
      queries: open.queries,
    });
    const have = audiences.get(key);
    if (have) {
      have.emptySince = undefined;
      return have.audience;
    }
    if (!room()) return undefined;
    const see = policy?.see(actor);
    const audience = createAudience({
      view: see ? seenBy(view, see, { kinds, moved$: policy?.moved$ }) : view,
      kinds,
      queries: open.queries,
      epoch: `${POLICY}.${ids.next()}`,
      code: () => ailing,
      version,
      ringBytes,
    });
    audiences.set(key, { audience, emptySince: undefined });
    return audience;
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
      const hello = (resumed: boolean): string => line({ t: 'hello', version, city, beatMs, resumed, now: view.now });
      let why = issue(
        'too-many-streams',
        `this host serves ${mostStreams} different streams at once; try again later.`,
      );
      try {
        const audience = audienceOf(open, actor, version);
        if (audience) return audience.join(sink, open.resume, hello);
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

const line = (message: Down): string => `${JSON.stringify(message)}\n`;
/** When to come back to a host that stops: as soon as it may be there again. */
const SOON_MS = 1000;
const closing = (): Issue =>
  issue('host-closing', 'the host is stopping; connect again in a moment.', { level: 'info' });

const bye = (why: Issue, retryMs: number): string => line({ t: 'bye', issue: why, retryMs });
