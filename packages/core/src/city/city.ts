import type { Observable } from 'rxjs';
import type { CommandDefinition, CommandRequest, CommandResult } from '../command/command.js';
import { standardCommands } from '../command/standard.js';
import { dispatch } from '../command/dispatch.js';
import { issue, YingjiError, type Issue } from '../error.js';
import { canonical } from '../json.js';
import { takeAgain, type Again } from '../feed/again.js';
import { runFeed, type FeedRunner } from '../feed/runner.js';
import { fireZone } from '../fusion/fire-zone.js';
import type { DefinedKind } from '../model/define-kind.js';
import type { Draft, Entry, Position } from '../model/change.js';
import { digest } from '../model/digest.js';
import type { EntityId } from '../model/id.js';
import { toInstant } from '../model/time.js';
import { createVocabulary } from '../model/vocabulary.js';
import type { Audit } from '../ports/audit.js';
import type { Actor } from '../ports/authenticator.js';
import type { Clock } from '../ports/clock.js';
import type { Feed } from '../ports/feed.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Retried, Store } from '../ports/store.js';
import { systemClock, systemIds } from '../ports/system.js';
import type { Erased, Vault } from '../ports/vault.js';
import type { Analyst } from '../view/analyst.js';
import { withAllClear, type AllClearing } from '../view/all-clear-view.js';
import { createLocalView } from '../view/host-view.js';
import type { LocalView, Reader } from '../view/view.js';
import { entryVersions } from '../store/upcast.js';
import { putCity } from '../writer/city-draft.js';
import { createWriter } from '../writer/writer.js';
import { placeOf, seatAnalysts, type Opinion } from './analysts.js';
import { createAside, lackingIn, lacksCode, type AsideSum } from './aside.js';
import { loadSnapshot, replay } from './load.js';
import { followInstructions } from './instructions.js';
import { leftFeeds } from './left-feeds.js';
import { createPast, faultsTo, redrawIn, type Pace, type PastView, type ReplayStep, type When } from './past.js';

/** What a city is made of: where it is kept, what comes in, who judges. Only `store` and `vault` must be given. */
export interface CityOptions {
  readonly store: Store;
  readonly vault: Vault;
  /** `source` is the middle part of every id the feed mints; `exercise` marks all it says as a drill. */
  readonly feeds?: readonly { readonly feed: Feed; readonly source: string; readonly exercise?: string }[];
  /** Default: {@link fireZone}. */
  readonly analysts?: readonly Analyst[];
  /** Default: {@link standardCommands}. */
  readonly commands?: readonly CommandDefinition[];
  /** Kinds of the host's own, made by `defineKind`. What the log holds of kinds nobody defines any more is kept aside. */
  readonly kinds?: readonly DefinedKind[];
  /** Who acts through `city.view.send`; without it that view is read-only. */
  readonly actor?: Actor;
  /** Where it is kept who saw what is personal, and why; without it nobody sees or erases any of it. */
  readonly audit?: Audit;
  /** Who writes, by a name that stays the same over restarts (default `city`): a host that was killed goes on at once. */
  readonly holder?: string;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
}

/** What the host lets an actor see and do, where not everybody may everything. */
export interface Rights {
  /** Answers what a decision looks for without its being named, as this actor sees it. Default: all of the picture. */
  readonly sight?: Pick<Reader, 'answer'>;
  /**
   * Why the actor may not send this, if so. Asked when the decision is taken: a Command may wait for a slow store, and whoever lost
   * the right meanwhile, or whom the thing was taken from, decides nothing any more.
   */
  readonly against?: () => Issue | undefined;
}

/**
 * A running city: its picture, the way in for decisions, and the way back in time. Close it, or its feeds and its clock go on.
 */
export interface City {
  readonly view: LocalView & AllClearing;
  /**
   * What stands in the log and nobody here can read, by kind and version: the picture lacks it. Nothing of it is deleted; a program
   * that can read it has it again.
   */
  readonly aside: readonly AsideSum[];
  /** A decision of an actor whom the host has authenticated. */
  send(request: CommandRequest, actor: Actor, rights?: Rights): Promise<CommandResult>;
  /**
   * The picture as it stood at a position of the log, or at an instant by when things were recorded; with today's rights: what was
   * erased since does not come back, and what stays inside the host stays there. Errors `bad-position`, `log-cut`.
   */
  asOf(when: When): Promise<PastView>;
  /**
   * The picture as it changed, so many times as fast as it did (Infinity: at once), a step for each commit. Analysts do not run
   * on it. Unsubscribing closes it. `pace` does each piece of the work; default: at once. Errors `bad-position`, `bad-speed`, `log-cut`.
   */
  replay(from: When, to: When, speed: number, pace?: Pace): Observable<ReplayStep>;
  /**
   * Takes messages of quarantine, decoded again, through the door of one of the feeds, in one commit: who passes whole leaves it.
   * Errors `bad-source`, `store-failed`.
   */
  takeAgain(source: string, messages: readonly Again[]): Promise<readonly Retried[]>;
  /** Resolves when the city can take nothing more: stop, mend, start again. Nothing confirmed is lost. */
  readonly failed: Promise<YingjiError>;
  /** Stops the feeds, commits what was taken, and lets go of the store (which its owner closes). */
  close(): Promise<void>;
}

const TICK_MS = 1000;
/** How long to wait at most before what the store refused is tried again, and how often it may refuse that alone. */
const WAIT_MOST_MS = 30_000;
const REFUSALS_MOST = 5;
/** How long a start waits for its first commit: a little longer than after which a commit that is not answered is a stall. */
const START_WAIT_MS = 11_000;
const quiet: Logger = { write: () => undefined };

/** A log that cannot be written to, on a full disk, stops nothing else. */
const unfailing = (logger: Logger): Logger => ({
  write(level, code, data) {
    try {
      logger.write(level, code, data);
    } catch {
      // Nobody is left to tell.
    }
  },
});

/**
 * The whole loop without a server: feeds in, one log, one picture, analysts and Commands. Ready when it resolves: what
 * stood is loaded and the analysts have caught up, but for what the store refuses, which is tried again. Errors: `bad-source`,
 * `bad-kind`, `lease-held`, and whatever the store says. Without an actor `view.send` answers the Issue `read-only`.
 */
export async function createCity(options: CityOptions): Promise<City> {
  const { store, vault, feeds = [], actor, audit } = options;
  const { clock = systemClock, ids = systemIds } = options;
  const logger = unfailing(options.logger ?? quiet);
  const definitions = options.commands ?? standardCommands;
  const analysts = options.analysts ?? [fireZone];
  const sources = feeds.map(({ source }) => source);
  const wrong = sources.find((source, i) => source === '' || source === 'city' || sources.indexOf(source) !== i);
  if (wrong !== undefined)
    throw new YingjiError('bad-source', `"${wrong}" cannot name a feed: give each a name of its own, and none "city".`);
  const ending = new AbortController();

  /** Analysts whose conclusion the store refused, and who try again. */
  const unsaid = new Set<string>();
  /** Analysts that threw, or said what cannot be kept. */
  const failed = new Set<string>();
  const words = createVocabulary(options.kinds);
  const { kinds } = words;
  const aside = createAside(kinds);
  const picture = lackingIn(
    createLocalView({
      kinds,
      // Loading brings its own times along.
      now: toInstant(0),
      onFault: faultsTo(logger),
      who: actor ? { actor: actor.masked } : { readOnly: 'no-actor' },
      fault: () => (unsaid.size + failed.size > 0 ? 'analyst-failed' : lacksCode(aside)),
      send: (request) =>
        actor
          ? send(request, actor)
          : Promise.resolve({
              ok: false,
              issues: [issue('read-only', 'no actor was given to this city; name one to send Commands.')],
            }),
    }),
    aside,
  );
  const view = withAllClear(picture);
  const writer = await createWriter({ store, view, clock, logger, kinds, aside, holder: options.holder ?? 'city' });
  const past = createPast({ store, clock, kinds, logger });
  function redraw(erased: Erased): void {
    past.redraw(erased);
    redrawIn(view, erased, kinds);
  }
  const send: City['send'] = (request, who, { sight = view, against = () => undefined } = {}) =>
    dispatch(request, { actor: who, sight, against, definitions, writer, view, vault, ids, words, audit, redraw });

  const { head, cut } = writer.began;
  // One that stopped before the place where the log was cut begins anew, with the whole picture: running again changes nothing.
  const cursors = Object.fromEntries(Object.entries(writer.began.cursors).filter(([, at]) => at >= (cut?.at ?? 0)));
  const reads = digest(canonical([writer.began.version ?? entryVersions.current, Object.keys(kinds).sort()]));
  const known = analysts.flatMap(({ id }) => placeOf(id, { cursors, reads }).at ?? []);
  const from = Math.min(head, ...known) as Position;
  const apply: LocalView['apply'] = (entries, now) => {
    aside.told(entries);
    view.apply(entries, now);
  };
  const { unread } = aside;
  await loadSnapshot(store, { apply }, { at: from, unread });
  const bench = seatAnalysts(analysts, view, { cursors, reads, logger, failed, lacks: aside.after });
  const opinions: Opinion[] = [];
  await replay(store, { from, unread }, (commit, now) => {
    apply(commit, now);
    opinions.push(...bench.step(commit.at(-1)!.position, now));
  });
  for (const { kind, v, lines, issue: said } of aside.sums())
    if (said.code === 'unknown-kind') logger.write('warn', 'unknown-kind', { kind: kind ?? null, count: lines });
    else logger.write('error', 'version-newer', { kind: kind ?? null, v, count: lines, message: said.message });
  view.advance(clock.now());
  /** The last entries of the log may stand for nothing, and the view not know of them. */
  const step = (): Opinion[] => bench.step(Math.max(view.at, head) as Position, clock.now());
  opinions.push(...step());

  let commits = 0;
  /**
   * Says it until it is kept: what an analyst concluded must not be lost to a full disk. Apart from others after the first refusal,
   * so that it costs them nothing. What is refused again and again while others are kept is given up for this run: the analyst goes
   * on, health says that one failed, and the next start asks it again from before.
   */
  async function insist({ analyst, cursor, drafts, kept, lost }: Opinion, refused: () => void): Promise<void> {
    let refusals = 0;
    for (let wait = TICK_MS; ; wait = Math.min(2 * wait, WAIT_MOST_MS)) {
      const before = commits;
      try {
        const said = await writer.submit(
          (batch) => {
            if (cursor !== undefined) batch.cursor(cursor.name, cursor.at);
            return putCity(batch, drafts);
          },
          { alone: wait > TICK_MS },
        );
        for (const { code, path } of said.issues) logger.write('warn', code, { analyst, path });
        unsaid.delete(analyst);
        kept();
        return void (await Promise.all(step().map(keep)));
      } catch (error) {
        if (ending.signal.aborted || !(error instanceof YingjiError) || error.recovery === 'fatal') return;
        if (error.recovery === 'skip' || refusals === REFUSALS_MOST) {
          unsaid.delete(analyst);
          return lost(error);
        }
        unsaid.add(analyst);
        refused();
        await clock.sleep(wait, ending.signal);
        if (commits > before) refusals += 1;
      }
    }
  }
  /** Resolves when it is kept, and what follows from it; or refused, and tried again without anybody waiting for it. */
  const keep = (opinion: Opinion): Promise<void> => new Promise((done) => void insist(opinion, done).then(done));
  const judge = (): void => step().forEach((opinion) => void keep(opinion));
  writer.onGather((batch) => bench.note(batch));
  writer.onCommit((entries) => {
    commits += 1;
    aside.told(entries);
    judge();
  });
  await Promise.all(opinions.map(keep));

  // A signal each: that many feeds hear one is reported as a leak from eleven on.
  const stops = feeds.map(() => new AbortController());
  const runners: FeedRunner[] = feeds.map((each, i) =>
    runFeed({ ...each, words, writer, vault, view, clock, ids, logger }, stops[i]!.signal),
  );
  const left = leftFeeds(view, sources);
  const lost = ({ message }: Error): void => logger.write('error', 'health-not-logged', { message });
  const state = (drafts: readonly Draft[]): void =>
    void keep({ analyst: 'runner', drafts, kept: () => undefined, lost });
  if (left.length > 0) state(left);
  const ways = feeds.map(({ feed, source }, i) => ({ feed, source, runner: runners[i]! }));
  const instructions = followInstructions(view, ways, state);
  // What the last run said of its feeds stands no longer; or the store takes nothing, and the picture says so.
  const said = writer.submit(() => undefined).catch(() => undefined);
  const waited = new AbortController();
  await Promise.race([said, clock.sleep(START_WAIT_MS, waited.signal)]);
  waited.abort();
  view.advance(clock.now(), writer.trouble);
  /** Writes again and again until it is kept, so that a store that came back is seen to be back: a message that nobody sends. */
  let trying: Promise<void> | undefined;
  const tryAgain = (): void => {
    trying ??= writer
      .submit((batch) => batch.seen('city', 'trying again'))
      .catch(() => undefined)
      .finally(() => (trying = undefined));
  };
  const ticking = (async () => {
    while (!ending.signal.aborted) {
      await clock.sleep(TICK_MS, ending.signal);
      view.advance(clock.now(), writer.trouble);
      if (writer.trouble !== undefined) tryAgain();
      for (const runner of runners) runner.tick();
      judge();
    }
  })();

  return {
    view,
    get aside() {
      return aside.sums();
    },
    send,
    asOf: past.asOf,
    replay: past.replay,
    async takeAgain(source, messages) {
      const of = feeds.find((each) => each.source === source);
      if (!of) throw new YingjiError('bad-source', `no feed is named "${source}" now; name one as it was then.`);
      const standing = (id: EntityId): Entry | undefined => view.standing(id);
      return takeAgain(messages, { ...of, standing, words, writer, vault, view, ids, clock, redraw });
    },
    failed: writer.failed,
    async close() {
      ending.abort();
      instructions.unsubscribe();
      for (const stop of stops) stop.abort();
      await Promise.all([ticking, ...runners.map(({ closed }) => closed)]);
      await writer.close();
      bench.close();
      past.close();
      view.close();
    },
  };
}
