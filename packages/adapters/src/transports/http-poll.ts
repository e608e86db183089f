import { createHash } from 'node:crypto';
import {
  heavyJson,
  issue,
  millis,
  toInstant,
  type FeedContext,
  type Instant,
  type Issue,
  type Packet,
  type Transport,
  type Verdict,
} from '@yingji/core/feed';
import { fetchCapped } from '../cap/fetch-capped.js';

/** How a source writes the times in an address: of its place without an offset, RFC 3339 in UTC, or since 1970. */
export type TimeForm = 'local' | 'utc' | 'ms' | 's';

export interface HttpPollOptions {
  /** Address with `{since}`, `{until}` and `{page}` where they belong; each is written percent-encoded. */
  readonly url: string;
  readonly everyS?: number;
  readonly timeoutS?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly maxBytes?: number;
  /** Default `local`. */
  readonly time?: TimeForm;
  /** Offset of local times. Default `+08:00`. */
  readonly utcOffset?: string;
  /** Seconds before the last poll that are asked for again: the clock of the source, and what it commits late. Default 300. */
  readonly overlapS?: number;
  /** Seconds before now at which the first poll begins. Default 86,400. */
  readonly lookbackS?: number;
  /** RFC 6901 pointer of the list in an answer in JSON; with `{page}` an empty one ends the pages. An answer without it is none. */
  readonly list?: string | undefined;
  /** A source with more pages never ends. Default 1,000. */
  readonly mostPages?: number;
}

interface Asked {
  readonly since: Instant;
  readonly until: Instant;
  readonly page: number;
}

interface Answered {
  readonly bytes: Uint8Array;
  readonly held: 'rows' | 'nothing';
  /** Of pages, tells one from another. */
  readonly sum: string;
}

const unread = issue(
  'http-unread',
  'Nothing of an answer could be read; it is asked for again from the same time. Look at it in quarantine, and at list.',
);

/** An answer says the time in whole seconds, and takes its own. */
const ROUNDED_MS = 3_000;

/** Less is not asked for at once, in milliseconds. */
const LEAST_MS = 60_000;

/** What two clocks of one machine may differ without one having been set. */
const DRIFT_MS = 1_000;

/**
 * Asks a source again and again for what changed. The watermark is the time of the last poll all of whose answers were taken, and moves
 * only then: what was not kept, or could not be read, is asked for again; where `{until}` bounds it, half the time at once, as it may have
 * been too much. Where the clock of the source is off ours, which its answers say (RFC 9110, 6.6.1), it is asked by its own. The watermark
 * is not kept over a restart, which begins `lookbackS` before.
 */
export function httpPoll(options: HttpPollOptions): Transport {
  const { url, everyS = 60, timeoutS = 20, headers = {}, maxBytes = 8 * 1_048_576 } = options;
  const { overlapS = 300, lookbackS = 86_400, list, mostPages = 1_000 } = options;
  const pages = url.includes('{page}');
  const bounded = url.includes('{until}');
  return {
    stream: false,
    open(context, stop) {
      const { clock } = context;
      const tell = standingOf(context);
      const ended = new Promise<undefined>((resolve) => {
        if (stop.aborted) resolve(undefined);
        else stop.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      const request = {
        headers: { accept: 'application/json, application/xml, text/csv, */*;q=0.1', ...headers },
        timeoutMs: timeoutS * 1_000,
        maxBytes,
        hosts: [],
      };

      /** How far the clock of the source was ahead of ours at its last answer, in milliseconds. */
      let ahead = 0;

      /** One page; without an answer to take what that means for the poll, and why is told. */
      async function ask(asked: Asked): Promise<Answered | 'failed' | 'too-much'> {
        const answer = await fetchCapped({ ...request, url: addressOf(options, asked) }, clock, stop);
        if (stop.aborted || 'unchanged' in answer) return 'failed';
        if ('wrong' in answer) {
          tell(answer.wrong, answer.final);
          return answer.wrong.code === 'document-too-large' ? 'too-much' : 'failed';
        }
        const { bytes, date } = answer;
        const off = (date ?? 0) - millis(clock.now());
        if (date !== undefined) ahead = Math.abs(off) < ROUNDED_MS ? 0 : Math.max(off, -lookbackS * 1_000);
        const held = pages || list !== undefined ? heldBy(new TextDecoder().decode(bytes), list) : 'rows';
        // An error in an answer of good status, a login, or one that is cut: taken for the end, all behind it would be lost.
        if (held === 'no-list') {
          tell(
            issue(
              'http-no-list',
              `An answer has no list at "${list ?? ''}"; it is asked for again. Look at it, and at list.`,
            ),
          );
          return 'failed';
        }
        return { bytes, held, sum: pages ? createHash('sha256').update(bytes).digest('base64url') : '' };
      }

      /** One poll, page by page; resolves with whether all of it came and was taken, and if not, whether less of it might be. */
      async function* poll(since: Instant, until: Instant): AsyncGenerator<Packet, 'whole' | 'failed' | 'too-much'> {
        const verdicts: Promise<Verdict>[] = [];
        const sums: string[] = [];
        const handed = (bytes: Uint8Array): Packet => {
          let settle: (verdict: Verdict) => void = () => undefined;
          verdicts.push(new Promise((resolve) => (settle = resolve)));
          return { line: 'poll', bytes, receivedAt: clock.now(), last: true, answer: () => undefined, settled: settle };
        };
        for (let page = 1; page === 1 || pages; page += 1) {
          const answer = await ask({ since, until, page });
          if (typeof answer === 'string') return answer;
          const { bytes, held, sum } = answer;
          // A source that knows no pages gives the first again and again.
          if (page > 1 && (sum === sums.at(-1) || held === 'nothing')) break;
          if (page > mostPages) {
            tell(
              issue('http-endless', `There are more than ${mostPages} pages; lower lookbackS, or let pages be longer.`),
            );
            return 'too-much';
          }
          sums.push(sum);
          yield handed(bytes);
          if (held === 'nothing') break;
        }
        // A row that changes meanwhile leaves its place, and those behind it move up, one of them over each bound of two pages onto one
        // that was asked for already. Backwards they come towards us.
        for (let page = sums.length - 1; page >= 1; page -= 1) {
          const answer = await ask({ since, until, page });
          if (typeof answer === 'string') return answer;
          if (answer.sum !== sums[page - 1] && answer.held === 'rows') yield handed(answer.bytes);
        }
        const settled = await Promise.race([Promise.all(verdicts), ended]);
        if (!settled) return 'failed';
        // Without a list to look for, an error or a login shows only when it is read.
        const refused = settled.includes('refused');
        tell(refused ? unread : undefined);
        if (settled.includes('retry')) return 'failed';
        return refused ? 'too-much' : 'whole';
      }

      async function* packets(): AsyncGenerator<Packet> {
        let mark = { ms: millis(clock.now()) - lookbackS * 1_000, elapsed: clock.elapsed() - lookbackS * 1_000 };
        /** How much time since the watermark is asked for at once, in milliseconds. */
        let span = Infinity;
        while (!stop.aborted) {
          const now = millis(clock.now());
          const elapsed = clock.elapsed();
          // A clock that was set back since would leave out what changed before it is there again.
          const due = now - (elapsed - mark.elapsed);
          const since = due < mark.ms - DRIFT_MS ? due : mark.ms;
          const until = Math.min(now, since + span);
          const from = toInstant(since - overlapS * 1_000 + Math.min(0, ahead));
          const came = yield* poll(from, toInstant(until + Math.max(0, ahead)));
          if (came === 'whole') {
            mark = { ms: until, elapsed: elapsed - (now - until) };
            span *= 2;
            if (until < now) continue;
          } else if (came === 'too-much' && bounded && until - since > LEAST_MS) {
            span = Math.max(LEAST_MS, (until - since) / 2);
            continue;
          }
          await clock.sleep(everyS * 1_000, stop);
        }
      }
      return Promise.resolve({ packets: packets(), closed: ended.then(() => undefined) });
    },
  };
}

/** The address of one page. */
function addressOf(
  { url, time = 'local', utcOffset = '+08:00' }: HttpPollOptions,
  { since, until, page }: Asked,
): string {
  const form = (at: Instant): string => encodeURIComponent(writeTime(at, { time, utcOffset }));
  return url.replaceAll('{since}', form(since)).replaceAll('{until}', form(until)).replaceAll('{page}', String(page));
}

/** An instant as a source writes it: `2026-06-12 16:00:00` for a local time. */
export function writeTime(
  at: Instant,
  { time, utcOffset }: { readonly time: TimeForm; readonly utcOffset: string },
): string {
  const ms = millis(at);
  if (time === 'ms') return String(ms);
  if (time === 's') return String(Math.floor(ms / 1_000));
  if (time === 'utc') return toInstant(ms);
  const [hours, minutes] = utcOffset.slice(1).split(':').map(Number) as [number, number];
  const offset = (utcOffset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  return toInstant(ms + offset)
    .slice(0, 19)
    .replace('T', ' ');
}

/** What stands at the pointer of the list in an answer; `null` is no list, as errors have it there. */
function heldBy(text: string, list = ''): 'rows' | 'nothing' | 'no-list' {
  if (heavyJson(text)) return 'no-list';
  try {
    let at: unknown = JSON.parse(text);
    for (const step of list.split('/').slice(1))
      at = (at as { readonly [name: string]: unknown } | null)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
    if (!Array.isArray(at)) return 'no-list';
    return at.length === 0 ? 'nothing' : 'rows';
  } catch {
    return 'no-list';
  }
}

/** Tells how the source stands, when that changes. */
function standingOf({ source, logger, status }: FeedContext): (wrong?: Issue, final?: boolean) => void {
  let told = '';
  return (wrong, final = false) => {
    const now = wrong?.message ?? '';
    if (now === told) return;
    told = now;
    if (wrong) logger.write('warn', wrong.code, { feed: source, message: wrong.message });
    status(wrong ? (final ? 'failed' : 'reconnecting') : 'open', wrong);
  };
}
