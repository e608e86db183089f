import type { Responder, Row } from '@yingji/core';
import { sayOf } from '../frame/own-words.js';
import type { Speech } from './speech.js';
import { WAYS } from './ways-words.js';

/** What they or their unit say; of who is not active, why they are not counted on. */
export function availability({ value, derived }: Row, { words }: Pick<Speech, 'words'>): string {
  const say = sayOf(WAYS, words.lang);
  const { state } = value as unknown as Responder;
  if (state !== 'active' && state !== 'left') return say(`life.${state}`);
  const is = derived['availability'] as NonNullable<Responder['availability']>['is'] | undefined;
  return say(`avail.${is ?? 'none'}`);
}
