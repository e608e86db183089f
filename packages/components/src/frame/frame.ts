import type { Acting, Freshness, Health, Instant, Row } from '@yingji/core';
import type { Rows } from '../controllers/observe.js';
import { nativeOf } from './native.js';

/** How fresh the picture is: the way to the data, and each source behind it; and who acts by it. */
export interface Sources extends Acting {
  readonly link: Freshness;
  readonly code?: string;
  readonly now?: Instant;
  readonly total: number;
  /** Sources that are not live, by name; those of a drill are nobody's worry. */
  readonly silent: readonly Row[];
  /** How many things no rule could judge; 0: none that this picture holds, but the view says that there are. */
  readonly unjudged?: number;
  /** Something is missing although data come in, and nobody knows what: a rule failed (`unsaid`), or what was kept cannot be read. */
  readonly lacks?: 'unsaid' | 'unread';
}

/** What a view says of itself while its rows are live. */
const RULE_FAILED = 'derivation-failed';
const ANALYST_FAILED = 'analyst-failed';
const LINES_ASIDE = 'lines-aside';

export function sourcesOf(
  health: Health | undefined,
  { feeds, now, unjudged }: { readonly feeds: Rows; readonly now: Instant | undefined; readonly unjudged: number },
): Sources {
  const failed = health?.code === RULE_FAILED;
  const { actor, readOnly } = health ?? {};
  const lacks = failed ? undefined : lacksOf(health);
  const real = [...feeds.values()].filter(({ value }) => value['exercise'] === undefined);
  return {
    link: health?.link ?? { state: 'unknown' },
    ...(health?.code !== undefined && !failed && !lacks && { code: health.code }),
    ...(now !== undefined && { now }),
    total: real.length,
    silent: real.filter((row) => row.fresh.state !== 'live').sort((a, b) => (a.id < b.id ? -1 : 1)),
    ...((failed || unjudged > 0) && { unjudged }),
    ...(lacks && { lacks }),
    ...(actor && { actor }),
    ...(readOnly && { readOnly }),
  };
}

/** What a view says of itself while it is live, in a word nobody here knows, is taken for the worst. */
function lacksOf({ code, link }: Partial<Health> = {}): Sources['lacks'] {
  if (code === ANALYST_FAILED) return 'unsaid';
  return code === LINES_ASIDE || (code !== undefined && link?.state === 'live') ? 'unread' : undefined;
}

/** Why nothing is shown. `stopped`: the picture was empty when the data stopped, which says nothing about now. */
export type Empty = 'empty' | 'no-feeds' | 'partial' | 'unjudged' | 'unsaid' | 'unread' | 'filter' | 'stopped';

/** What the frame shows in place of, or above, its content. Nothing, old, unread and zero are four different things. */
export type Frame =
  | { readonly show: 'no-view' }
  | { readonly show: 'loading' }
  | { readonly show: 'failed'; readonly code: string }
  | {
      readonly show: 'content';
      readonly stale: boolean;
      readonly partial: boolean;
      readonly code?: string;
      readonly empty?: Empty;
    };

export function frameOf(options: {
  readonly hasView: boolean;
  readonly ready: boolean;
  readonly sources: Sources;
  readonly total: number;
  readonly shown: number;
}): Frame {
  const { hasView, ready, sources, total, shown } = options;
  if (!hasView) return { show: 'no-view' };
  const { link, code } = sources;
  if (!ready) return code === undefined ? { show: 'loading' } : { show: 'failed', code };
  const stale = link.state !== 'live';
  const partial = !stale && sources.silent.length > 0;
  const empty = emptyOf({ stale, partial, sources, total, shown });
  return {
    show: 'content',
    stale,
    partial,
    ...(stale && code !== undefined && { code }),
    ...(empty && { empty }),
  };
}

function emptyOf(options: {
  readonly stale: boolean;
  readonly partial: boolean;
  readonly sources: Sources;
  readonly total: number;
  readonly shown: number;
}): Empty | undefined {
  if (options.total > 0) return options.shown === 0 ? 'filter' : undefined;
  if (options.stale) return 'stopped';
  if (options.sources.total === 0) return 'no-feeds';
  if (options.partial) return 'partial';
  if (options.sources.unjudged !== undefined) return 'unjudged';
  return options.sources.lacks ?? 'empty';
}

/** The source whose health a feed row tells: the last part of its id. */
export const feedSource = ({ id }: Row): string => nativeOf(id);

/** A source that fell silent, or all of them when the way to the data did. Our own desk is as fresh as that way. */
export function staleSources(feeds: Rows, { live }: { readonly live: boolean }): (source: string) => boolean {
  if (!live) return () => true;
  const silent = new Set<string>();
  for (const row of feeds.values()) if (row.fresh.state === 'stale') silent.add(feedSource(row));
  return (source) => silent.has(source);
}
