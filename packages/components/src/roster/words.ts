import type { Say } from '../frame/own-words.js';
import { Spoken } from '../i18n/spoken.js';
import type { RosterKey } from './roster-zh.js';

export type { RosterKey } from './roster-zh.js';

export const SENTENCES = new Spoken<RosterKey>({
  zh: async () => (await import('./roster-zh.js')).zh,
  en: async () => (await import('./roster-en.js')).en,
});

export type SayRoster = Say<RosterKey>;
