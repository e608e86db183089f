import type { Instant, Json } from '@yingji/core';
import type { Datum } from '../datum/index.js';
import type { Agency, Channel } from './agency.js';
import { isCode } from './public-text.js';
import type { Words } from './words.js';

/** What a record is mapped with, besides what it says. */
export interface MapContext {
  readonly source: string;
  readonly receivedAt: Instant;
  readonly agency: Agency;
  readonly words: Words;
  readonly datum: Datum | undefined;
  /** Sources of the other agencies' reports, by what was dialled. */
  readonly peers: { readonly [channel in Channel]?: string | undefined };
  /** Source of the register that names units. */
  readonly units: string;
}

/**
 * `extra` of members under `calls:`, where there are any. Everybody may read it: text that is no code is left out, except `words`,
 * which were found to be those of a table.
 */
export function ownExtra(
  members: { readonly [name: string]: Json | undefined },
  words: { readonly [name: string]: string | undefined } = {},
): { extra?: { [key: string]: Json } } {
  const codes = Object.entries(members).filter(([, value]) => typeof value !== 'string' || isCode(value));
  const extra = Object.fromEntries(
    [...codes, ...Object.entries(words)].flatMap(([name, value]) =>
      value === undefined ? [] : [[`calls:${name}`, value]],
    ),
  );
  return Object.keys(extra).length > 0 ? { extra } : {};
}
