import {
  parseInstant,
  type Command,
  type Delivery,
  type Feed,
  type Heard,
  type Instant,
  type Issue,
  type Json,
  type Logger,
  type Verdict,
} from '@yingji/core';
import type { DecodedRaw } from '../quarantine/decoder.js';

/** What a feed is, before it is opened. */
export type FeedFacts = Pick<
  Feed,
  'id' | 'contract' | 'title' | 'ordering' | 'expectEveryMs' | 'hears' | 'commands' | 'canRefuse'
> & {
  /** Whether it tells of packets when it is recorded. */
  readonly recipe: boolean;
};

/** What the thread is started with. */
export interface ThreadData {
  /** Folder or package of the feed. */
  readonly feed: string;
  readonly from: string;
  readonly config: Json;
}

/** The same, as the thread gets it. */
export interface ThreadStart extends ThreadData {
  /** Whether anybody hears what it prints. */
  readonly prints: boolean;
}

/** From the host to the thread. */
export type ToThread =
  | { readonly do: 'open'; readonly source: string; readonly records: boolean }
  /** So many more deliveries may be sent. */
  | { readonly do: 'grant'; readonly count: number }
  | { readonly do: 'settle'; readonly token: number; readonly verdict: Verdict }
  | { readonly do: 'execute'; readonly n: number; readonly command: Command }
  | {
      readonly do: 'decode';
      readonly n: number;
      readonly bytes: Uint8Array;
      readonly source: string;
      readonly receivedAt: Instant;
    }
  | { readonly do: 'ping' }
  | { readonly do: 'stop' };

/** From the thread to the host. */
export type ToHost =
  | { readonly is: 'made'; readonly facts?: FeedFacts; readonly issues: readonly Issue[] }
  | { readonly is: 'open'; readonly executes: boolean; readonly port?: number }
  | { readonly is: 'delivery'; readonly delivery: Delivery }
  | { readonly is: 'status'; readonly state: 'open' | 'reconnecting' | 'failed'; readonly why?: Issue }
  | { readonly is: 'log'; readonly line: Parameters<Logger['write']> }
  | { readonly is: 'decoded'; readonly n: number; readonly decoded: DecodedRaw }
  | { readonly is: 'executed'; readonly n: number; readonly issues: readonly Issue[] }
  /** With the bytes that it holds outside its heap, where no limit of the engine counts them: buffers. */
  | {
      readonly is: 'pong';
      readonly outsideHeap: number;
      /** Milliseconds of processor that it has used; absent where the system does not say so of a thread. */
      readonly cpuMs?: number;
    }
  | { readonly is: 'heard'; readonly packet: Heard }
  | { readonly is: 'ended' }
  | {
      readonly is: 'failed';
      readonly code: string;
      readonly message: string;
      readonly recovery: 'retry' | 'skip' | 'fatal';
    };

const OUTCOMES: readonly unknown[] = ['good', 'undecodable', 'unmapped'];
export const isOutcome = (given: unknown): boolean => OUTCOMES.includes(given);
const MOST_KEY = 1024;

/** Whether it has the shape of a delivery; what its drafts and Issues say is looked at where it is taken in. */
export function isDelivery(given: unknown): given is Delivery {
  if (typeof given !== 'object' || given === null) return false;
  const { token, key, sending, receivedAt, drafts, issues, outcome, raw } = given as { [member: string]: unknown };
  return (
    typeof token === 'number' &&
    typeof key === 'string' &&
    key.length <= MOST_KEY &&
    (sending === undefined || (typeof sending === 'string' && sending.length <= MOST_KEY)) &&
    typeof receivedAt === 'string' &&
    parseInstant(receivedAt) !== undefined &&
    Array.isArray(drafts) &&
    Array.isArray(issues) &&
    isOutcome(outcome) &&
    (raw === undefined || raw instanceof Uint8Array)
  );
}

export function isHeard(given: unknown): given is Heard {
  const { line, bytes, receivedAt } = Object(given) as { [member in keyof Heard]?: unknown };
  return (
    typeof line === 'string' &&
    line.length <= MOST_KEY &&
    bytes instanceof Uint8Array &&
    typeof receivedAt === 'string' &&
    parseInstant(receivedAt) !== undefined
  );
}
