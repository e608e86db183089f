import type { Instant } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import { amountText } from './amount.js';
import type { SaySupplies } from './words.js';

/** Everything a part of the panel needs to speak. */
export interface Speech {
  readonly words: Words;
  readonly say: SaySupplies;
  /** The host's time. */
  readonly now: Instant;
}

/** 240 个; English has the same order. */
export const amountOf = ({ say }: Pick<Speech, 'say'>, n: number, unit: string): string =>
  say('amount', { n: amountText(n), unit });

export const lotName = ({ lot }: { readonly lot?: string | undefined }, { say }: Pick<Speech, 'say'>): string =>
  lot ?? say('lot.none');
