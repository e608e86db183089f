import type { Clock, CommandRequest, CommandResult, Instant, WaitingCommand } from '@yingji/core';
import { commandRules, type CommandRule } from '@yingji/core/access';
import { createLast, issue, systemClock, YingjiError, type RemoteView } from '@yingji/core/wire';

/** A Command as it lies on this device. */
export interface KeptCommand {
  readonly v: 1;
  readonly command: CommandRequest;
  /** The host's time when it was given, where that was known. */
  readonly since?: Instant;
  /** This machine's own time of then, in milliseconds: how long ago that was is counted by it. */
  readonly givenMs: number;
  /** The host said no, and nobody has seen that yet. */
  readonly refused?: string;
}

/** Where Commands lie until they are sent. */
export interface OutboxStore {
  /** All that lies there: it is looked at before it is sent. */
  all(): Promise<readonly unknown[]>;
  get(id: string): Promise<unknown>;
  save(kept: KeptCommand): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface KeepCommandsOptions {
  /** Of one gateway and one account: what waits is sent as whoever the view speaks for. */
  readonly store: OutboxStore;
  readonly clock?: Clock;
  /** Hears why something could not be kept, or read. */
  readonly onFault?: (cause: unknown) => void;
}

/** Nobody answered: it is not known to have arrived, and the same id makes it safe to send it again. */
const AWAY = /^(gateway-(unreachable|silent|closed)|token-unavailable|http-50[234])$/;
/** Who speaks is not known for the moment: another token may be on its way. */
const NOBODY = /^token-(missing|unknown)$/;
const RETRY_MS = { first: 5_000, most: 60_000 };
/** How long it is told that one was sent. */
const TOLD_MS = 60_000;

interface Mine extends KeptCommand {
  /** When it was given, by the clock that nobody sets; absent where another page gave it. */
  readonly elapsed?: number;
  readonly resolve?: (result: CommandResult) => void;
  readonly reject?: (why: unknown) => void;
  readonly fate: WaitingCommand['fate'];
}

/**
 * The same view, that keeps what a person gave while the gateway was out of reach and sends it once the view is live: in the order in
 * which it was given, under the id that it had, with how long it waited. Rights and states are asked by the host as of then. Only what a
 * rule lets wait is kept (`CommandRule.waits`), for as long as that says; everything else is rejected as without it. `send` resolves once it is known what
 * came of it. What was refused, or waited too long, stays listed until it is `seen`; nothing is thrown away unseen.
 */
export function keepCommands(view: RemoteView, options: KeepCommandsOptions): RemoteView {
  const { store, clock = systemClock, onFault = () => undefined } = options;
  const mine = new Map<string, Mine>();
  const commands = createLast<readonly WaitingCommand[]>([]);
  const over = new AbortController();
  let live = false;
  let sending = false;
  let word: { readonly now: Instant; readonly at: number } | undefined;

  function put(each: Mine): void {
    mine.set(each.command.id, each);
    tell();
  }

  function drop(id: string): void {
    if (mine.delete(id)) tell();
  }

  function tell(): void {
    const listed = [...mine.values()].sort((a, b) => a.givenMs - b.givenMs);
    commands.tell(
      listed.map(({ command, since, fate, refused }) => ({
        ...{ command, fate },
        ...(since !== undefined && { since }),
        ...(refused !== undefined && { code: refused }),
      })),
    );
  }

  const follow = view.health$.subscribe(({ link, now }) => {
    if (now !== undefined) word = { now, at: clock.elapsed() };
    const was = live;
    live = link.state === 'live';
    if (live && !was) void sendAll();
  });

  const laterBy = (now: Instant, ms: number): Instant => new Date(Date.parse(now) + ms).toISOString() as Instant;

  async function send(command: CommandRequest): Promise<CommandResult> {
    const elapsed = clock.elapsed();
    const givenMs = Date.parse(clock.now());
    try {
      return await view.send(command);
    } catch (error) {
      if (over.signal.aborted || !mayWait(command) || !AWAY.test(codeOf(error))) throw error;
      const since = word && { since: laterBy(word.now, elapsed - word.at) };
      const kept: KeptCommand = { v: 1, command, givenMs, ...since };
      try {
        await store.save(kept);
      } catch (cause) {
        onFault(cause);
        throw error;
      }
      return new Promise<CommandResult>((resolve, reject) => {
        put({ ...kept, elapsed, resolve, reject, fate: 'waits' });
        void sendAll();
      });
    }
  }

  /** How long it has waited, in milliseconds. A wall clock that was set back makes it no younger than new. */
  const waitedOf = ({ elapsed, givenMs }: Mine): number =>
    Math.round(Math.max(0, elapsed === undefined ? Date.parse(clock.now()) - givenMs : clock.elapsed() - elapsed));

  async function sendAll(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      for (let wait = RETRY_MS.first; live && !(await sendEach()); wait = Math.min(2 * wait, RETRY_MS.most))
        await clock.sleep(wait, over.signal);
    } finally {
      sending = false;
    }
  }

  /** Whether nothing waits any more; one that cannot be sent now holds up those that were given after it. */
  async function sendEach(): Promise<boolean> {
    for (;;) {
      const next = [...mine.values()].filter(({ fate }) => fate === 'waits').sort((a, b) => a.givenMs - b.givenMs)[0];
      if (!next) return true;
      if (!live || over.signal.aborted || !(await sendOne(next))) return false;
    }
  }

  async function sendOne(each: Mine): Promise<boolean> {
    const { id, name } = each.command;
    const lies = await store.get(id).catch((cause: unknown) => {
      onFault(cause);
      return each;
    });
    if (!isKept(lies) || lies.refused !== undefined) {
      // Another tab has seen to it: the picture tells what came of it.
      each.reject?.(new YingjiError('gateway-closed', 'it was sent from another page.', { recovery: 'retry' }));
      drop(id);
      return true;
    }
    const waitedMs = waitedOf(each);
    let result: CommandResult;
    if (waitedMs > waitsOf(each.command)!.ms)
      result = { ok: false, issues: [issue('waited-too-long', `${name} waited for ${waitedMs} ms.`)] };
    else
      try {
        result = await view.send({ ...each.command, waitedMs });
      } catch {
        // Its id makes it safe to send it again, whatever became of it.
        return false;
      }
    if (!result.ok && NOBODY.test(result.issues[0]?.code ?? '')) return false;
    await settle(each, result);
    return true;
  }

  async function settle({ resolve, reject: _, ...each }: Mine, result: CommandResult): Promise<void> {
    const { id } = each.command;
    if (result.ok) {
      await store.remove(id).catch(onFault);
      put({ ...each, fate: 'sent' });
      void clock.sleep(TOLD_MS, over.signal).then(() => drop(id));
    } else {
      const { v, command, since, givenMs } = each;
      const refused = result.issues[0]?.code ?? 'refused';
      await store.save({ ...{ v, command, givenMs, refused }, ...(since !== undefined && { since }) }).catch(onFault);
      put({ ...each, refused, fate: 'refused' });
    }
    resolve?.(result);
  }

  void store.all().then((all) => {
    for (const kept of all)
      if (isKept(kept) && !mine.has(kept.command.id))
        put({ ...kept, fate: kept.refused === undefined ? 'waits' : 'refused' });
    void sendAll();
  }, onFault);

  return {
    select: (query) => view.select(query),
    health$: view.health$,
    send,
    outbox: {
      commands$: commands.told$,
      mayWait,
      seen(id) {
        if (mine.get(id)?.fate !== 'refused') return;
        drop(id);
        void store.remove(id).catch(onFault);
      },
    },
    close() {
      over.abort();
      live = false;
      follow.unsubscribe();
      view.close();
      const why = new YingjiError('gateway-closed', 'the page has left the gateway.', { recovery: 'retry' });
      for (const { reject } of mine.values()) reject?.(why);
      mine.clear();
      commands.end();
    },
  };
}

const codeOf = (error: unknown): string => (error instanceof YingjiError ? error.code : '');

const waitsOf = ({ name }: CommandRequest): CommandRule['waits'] =>
  (commandRules as { readonly [name: string]: CommandRule | undefined })[name]?.waits;

/** Nothing that a person typed lies on a device. */
function mayWait(command: CommandRequest): boolean {
  const members = waitsOf(command)?.members;
  const { input } = command;
  if (members === undefined || typeof input !== 'object' || input === null) return false;
  return Object.keys(input).every((member) => members.includes(member));
}

/** Whether this is what `keepCommands` wrote, and may still wait: not that of another version, or of whoever else writes there. */
function isKept(found: unknown): found is KeptCommand {
  if (typeof found !== 'object' || found === null) return false;
  const { v, command, givenMs, refused } = found as { readonly [name: string]: unknown };
  if (v !== 1 || !Number.isFinite(givenMs) || typeof command !== 'object' || command === null) return false;
  const { id, name } = command as { readonly [name: string]: unknown };
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    mayWait(command as CommandRequest) &&
    (refused === undefined || typeof refused === 'string')
  );
}
