import type { Command, Delivery, Feed, Issue, Json, Logger, Verdict } from '@yingji/core';

/** What a feed is, before it is opened. */
export type FeedFacts = Pick<Feed, 'id' | 'contract' | 'title' | 'ordering' | 'expectEveryMs' | 'hears' | 'canRefuse'>;

/** What the thread is started with. */
export interface ThreadData {
  /** Folder or package of the feed. */
  readonly feed: string;
  readonly from: string;
  readonly config: Json;
}

/** From the host to the thread. */
export type ToThread =
  | { readonly do: 'open'; readonly source: string }
  /** So many more deliveries may be sent. */
  | { readonly do: 'grant'; readonly count: number }
  | { readonly do: 'settle'; readonly token: number; readonly verdict: Verdict }
  | { readonly do: 'execute'; readonly n: number; readonly command: Command }
  | { readonly do: 'ping' }
  | { readonly do: 'stop' };

/** From the thread to the host. */
export type ToHost =
  | { readonly is: 'made'; readonly facts?: FeedFacts; readonly issues: readonly Issue[] }
  | { readonly is: 'open'; readonly executes: boolean; readonly port?: number }
  | { readonly is: 'delivery'; readonly delivery: Delivery }
  | { readonly is: 'status'; readonly state: 'open' | 'reconnecting' | 'failed'; readonly why?: Issue }
  | { readonly is: 'log'; readonly line: Parameters<Logger['write']> }
  | { readonly is: 'executed'; readonly n: number; readonly issues: readonly Issue[] }
  | { readonly is: 'pong' }
  | { readonly is: 'ended' }
  | {
      readonly is: 'failed';
      readonly code: string;
      readonly message: string;
      readonly recovery: 'retry' | 'skip' | 'fatal';
    };
