import { issue, type Issue } from '../error.js';
import { canonical } from '../json.js';
import type { Actor } from '../ports/authenticator.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Reader, View } from '../view/view.js';
import { createAudience, type Audience, type Sink } from './audience.js';
import { WIRE_VERSIONS, type Down, type Open } from './messages.js';

export interface HubOptions {
  /** Name of the city, for people. */
  readonly city: string;
  readonly view: View & Reader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly beatMs?: number;
  readonly ringBytes?: number;
  /** How long a stream is kept for clients who may come back. */
  readonly lingerMs?: number;
}

/** Serves the view to many clients; those who see the same share one stream. */
export interface Hub {
  /** Serves one connection until its sink is closed by the caller; the answer stops it. */
  open(open: Open, actor: Actor, sink: Sink): () => void;
  /** Says goodbye to everybody, e.g. before a restart. */
  close(why?: Issue): void;
}

/** The policy that decides who sees what; a new one makes every stream start afresh. */
const POLICY = 1;

export function createHub(options: HubOptions): Hub {
  const { city, view, clock, ids, beatMs = 5000, ringBytes = 8 * 1024 * 1024, lingerMs = 120_000 } = options;
  const audiences = new Map<string, { readonly audience: Audience; emptySince: number | undefined }>();
  const ending = new AbortController();

  function audienceOf(open: Open, actor: Actor): Audience {
    const key = canonical({ policy: POLICY, roles: [...actor.roles].sort(), scope: [...actor.scope].sort(), queries: open.queries });
    const have = audiences.get(key);
    if (have) {
      have.emptySince = undefined;
      return have.audience;
    }
    const audience = createAudience({ view, queries: open.queries, epoch: `${POLICY}.${ids.next()}`, ringBytes });
    audiences.set(key, { audience, emptySince: undefined });
    return audience;
  }

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
    open(open, actor, sink) {
      const version = WIRE_VERSIONS.find((mine) => open.versions.includes(mine));
      if (version === undefined) {
        const message = `this host speaks wire ${WIRE_VERSIONS.join(', ')}, the client ${open.versions.join(', ')}; update the older one.`;
        sink.write(bye(issue('version-mismatch', message, { path: '/versions' }), 60_000));
        sink.end();
        return () => undefined;
      }
      const hello = (resumed: boolean): string => line({ t: 'hello', version, city, beatMs, resumed, now: view.now });
      return audienceOf(open, actor).join(sink, open.resume, hello);
    },
    close(why = issue('host-closing', 'the host is stopping; connect again in a moment.', { level: 'info' })) {
      ending.abort();
      for (const { audience } of audiences.values()) {
        audience.say(bye(why, 1000));
        audience.close();
      }
      audiences.clear();
    },
  };
}

const line = (message: Down): string => `${JSON.stringify(message)}\n`;
const bye = (why: Issue, retryMs: number): string => line({ t: 'bye', issue: why, retryMs });
