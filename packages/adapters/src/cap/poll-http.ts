import { issue, type FeedContext, type Issue, type Verdict } from '@yingji/core';
import { decodeOptions, type CapConfig, type CapPoll } from './config.js';
import { contentHash } from './content-hash.js';
import { partsOf, type Part } from './deliveries.js';
import type { ListEntry } from './feed-list.js';
import { fetchCapped, isAllowed, placeOf } from './fetch-capped.js';
import type { Outbox } from './outbox.js';
import type { Standing } from './standing.js';

/** Links remembered, those that are stored and those that failed. */
const REMEMBERED = 20_000;

export interface PollOptions {
  readonly config: CapConfig;
  readonly poll: CapPoll;
  readonly context: FeedContext;
  readonly outbox: Outbox;
  readonly standing: Standing;
}

interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** Asks one address again and again, until stopped; follows the links of a list to allowed hosts. */
export async function pollHttp(
  { config, poll, context, outbox, standing }: PollOptions,
  stop: AbortSignal,
): Promise<void> {
  const { clock, source } = context;
  const followed = new Set<string>();
  /** Links that failed: asked again behind the others, or a few dead ones would keep all behind them unread. */
  const failed = new Set<string>();
  let validators: Validators = {};
  /** Why alerts of the list could not be fetched in the last turn. */
  let unread: Issue | undefined;

  async function offerAll(parts: readonly Part[]): Promise<readonly Verdict[]> {
    const settled = [];
    for (const part of parts) settled.push((await outbox.offer(part, clock.now())).settled);
    return Promise.all(settled);
  }
  const read = (bytes: Uint8Array): ReturnType<typeof partsOf> =>
    partsOf(bytes, { source, receivedAt: clock.now() }, decodeOptions(config));
  const request = {
    headers: poll.headers,
    timeoutMs: poll.timeoutS * 1_000,
    maxBytes: config.maxBytes,
    hosts: config.follow,
  };
  const idle: Part = { key: 'heard', drafts: [], issues: [], outcome: 'good' };

  async function ask(): Promise<void> {
    const answer = await fetchCapped({ ...request, url: poll.url, ...validators }, clock, stop);
    if (stop.aborted) return;
    if ('wrong' in answer) {
      standing.report(poll.url, answer.wrong, answer.final);
      return;
    }
    if ('unchanged' in answer) {
      standing.report(poll.url);
      await offerAll([idle]);
      return;
    }
    // Until everything is stored, the next answer must be a whole one again.
    validators = {};
    const { document, parts } = read(answer.bytes);
    // A login page answers too: an address is well only as long as alerts can be read from it.
    const wrong = document.understood ? unread : document.issues[0];
    standing.report(poll.url, wrong);
    const verdicts = await offerAll([...parts, ...refusedLinks(document.links, answer.url), ...(wrong ? [] : [idle])]);
    if (!document.understood) return;
    const all = await followLinks(document.links, answer.url);
    standing.report(poll.url, unread);
    if (all && !verdicts.includes('retry')) validators = { etag: answer.etag, lastModified: answer.lastModified };
  }

  /** `true` when every link that may be followed is stored. */
  async function followLinks(links: readonly ListEntry[], base: string): Promise<boolean> {
    const due = new Map<string, URL>();
    for (const entry of links) {
      const url = target(entry, base);
      const mark = `${url?.href} ${entry.version}`;
      if (url && isAllowed(url, config.follow) && !followed.has(mark)) due.set(mark, url);
    }
    const turn = [
      ...[...due.keys()].filter((mark) => !failed.has(mark)),
      ...[...failed].filter((mark) => due.has(mark)),
    ];
    let all = due.size <= config.followMost;
    let trouble: Issue | undefined;
    for (const mark of turn.slice(0, config.followMost)) {
      if (stop.aborted) return false;
      const url = due.get(mark)!;
      const own = url.origin === new URL(poll.url).origin;
      const answer = await fetchCapped({ ...request, headers: own ? poll.headers : {}, url: url.href }, clock, stop);
      if (stop.aborted) return false;
      let done = false;
      if ('bytes' in answer) {
        const { document, parts } = read(answer.bytes);
        done = !(await offerAll(parts)).includes('retry') && document.understood;
      }
      if ('wrong' in answer) {
        // A list may outlive an alert that it names; whatever else fails may yet hold one.
        if (!answer.final) trouble ??= answer.wrong;
        await offerAll([
          {
            key: `link,${contentHash(`${mark} ${answer.wrong.message}`)}`,
            drafts: [],
            issues: [answer.wrong],
            outcome: 'good',
          },
        ]);
      }
      failed.delete(mark);
      remember(done ? followed : failed, mark);
      if (!done) all = false;
    }
    unread = trouble;
    return all;
  }

  /** One Issue for all links to hosts that are not allowed. */
  function refusedLinks(links: readonly ListEntry[], base: string): Part[] {
    const hosts = new Set(
      links.flatMap((entry) => {
        const url = target(entry, base);
        return url && isAllowed(url, config.follow) ? [] : [url?.host ?? 'no address'];
      }),
    );
    if (hosts.size === 0) return [];
    const names = [...hosts].sort().slice(0, 5).join(', ');
    const told = issue(
      'links-not-followed',
      `${placeOf(poll.url)} links to alerts at ${names}, which are not followed. Add the hosts to "follow" to read them.`,
      { path: '/follow', level: 'warning' },
    );
    return [{ key: `links,${contentHash(told.message)}`, drafts: [], issues: [told], outcome: 'good' }];
  }

  function target({ link = '' }: ListEntry, base: string): URL | undefined {
    return URL.canParse(link, base) ? new URL(link, base) : undefined;
  }

  function remember(marks: Set<string>, mark: string): void {
    marks.add(mark);
    for (const oldest of marks) {
      if (marks.size <= REMEMBERED) break;
      marks.delete(oldest);
    }
  }

  while (!stop.aborted) {
    await ask();
    await clock.sleep(poll.everyS * 1_000, stop);
  }
}
