import type { Say } from '../frame/own-words.js';
import { Spoken } from '../i18n/spoken.js';
import type { SupplyKey } from './supplies-zh.js';

export type { SupplyKey } from './supplies-zh.js';

export const SENTENCES = new Spoken<SupplyKey>({
  zh: async () => (await import('./supplies-zh.js')).zh,
  en: async () => (await import('./supplies-en.js')).en,
});

export type SaySupplies = Say<SupplyKey>;
