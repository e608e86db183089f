import { maskNumbers, type Instant, type Json } from '@yingji/core';
import type { Datum } from '../datum/index.js';
import type { Agency, Channel } from './agency.js';
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

/** Codes, not sentences: what is longer, or holds the number of a person, is not for everybody. */
const CODE_MOST = 40;

/** `extra` of members under `calls:`, where there are any; text that is no code is left out, as everybody may read it. */
export function ownExtra(members: { readonly [name: string]: Json | undefined }): { extra?: { [key: string]: Json } } {
  const extra = Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) =>
      value === undefined || (typeof value === 'string' && !isCode(value)) ? [] : [[`calls:${name}`, value]],
    ),
  );
  return Object.keys(extra).length > 0 ? { extra } : {};
}

const isCode = (text: string): boolean => text.length <= CODE_MOST && !/\s/.test(text) && !isMobile(text);
/** A number of a call may look like that of a citizen, and is none; a mobile number is one. */
const isMobile = (text: string): boolean => text.length < 18 && maskNumbers(text) !== text;
