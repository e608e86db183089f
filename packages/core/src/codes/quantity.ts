import type { CodeRow } from './table.js';

/** What a device can measure or state. */
export interface Quantity extends CodeRow {
  /** A number in `unit`, words of a closed list, or free text. */
  readonly is: 'number' | 'states' | 'text';
  /** UCUM code of the one unit that values are kept in; absent for words, and for a number that nobody could name. */
  readonly unit?: string;
  /** The least and the most that is plausible, in `unit`: where nature or the sensors of the field end, no alarm limit. */
  readonly min?: number;
  readonly max?: number;
  /** Means nothing without the gauge it is read at and the vertical datum (基面) it counts from. */
  readonly datum?: true;
  /** A sum or an extreme over this many seconds. It is part of the name, so that two periods never overwrite each other. */
  readonly overS?: number;
  readonly states?: readonly string[];
}

/** A number between two plausible ends. */
export const number = <const More extends Pick<Quantity, 'datum' | 'overS'> = object>(
  zh: string,
  en: string,
  [unit, min, max]: readonly [unit: string, min: number, max: number],
  more?: More,
): Quantity => ({ zh, en, is: 'number', unit, min, max, ...more });

/** Words of a closed list; a device may state several at once. */
export const states = (zh: string, en: string, ...words: readonly string[]): Quantity => ({
  zh,
  en,
  is: 'states',
  states: words,
});

/** Free text, or a number that only its vendor can read. */
export const text = (zh: string, en: string): Quantity => ({ zh, en, is: 'text' });
