import type { Freshness, Health, Instant, Row } from '@yingji/core';
import type { Rows } from './item-context.js';

/** How fresh the picture is: the way to the data, and each source behind it. */
export interface Sources {
  readonly link: Freshness;
  readonly code?: string;
  readonly now?: Instant;
  readonly total: number;
  /** Sources that are not live, by name; those of a drill are nobody's worry. */
  readonly silent: readonly Row[];
  /** How many things no rule could judge; 0: none that this picture holds, but the view says that there are. */
  readonly unjudged?: number;
  /** A rule that concludes from what came in has failed: what it would have told is missing, and nobody knows what. */
  readonly unsaid?: boolean;
}

/** What a view says of itself while its rows are live. */
const RULE_FAILED = 'derivation-failed';
const ANALYST_FAILED = 'analyst-failed';

export function sourcesOf(
  health: Health | undefined,
  { feeds, now, unjudged }: { readonly feeds: Rows; readonly now: Instant | undefined; readonly unjudged: number },
): Sources {
  const failed = health?.code === RULE_FAILED;
  const unsaid = health?.code === ANALYST_FAILED;
  const real = [...feeds.values()].filter(({ value }) => value['exercise'] === undefined);
  return {
    link: health?.link ?? { state: 'unknown' },
    ...(health?.code !== undefined && !failed && !unsaid && { code: health.code }),
    ...(now !== undefined && { now }),
    total: real.length,
    silent: real.filter((row) => row.fresh.state !== 'live').sort((a, b) => (a.id < b.id ? -1 : 1)),
    ...((failed || unjudged > 0) && { unjudged }),
    ...(unsaid && { unsaid }),
  };
}

/** Why nothing is shown. `stopped`: the picture was empty when the data stopped, which says nothing about now. */
export type Empty = 'empty' | 'no-feeds' | 'partial' | 'unjudged' | 'unsaid' | 'filter' | 'stopped';

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
  return options.sources.unsaid ? 'unsaid' : 'empty';
}
