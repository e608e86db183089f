import type { Act } from './acts.js';

const ACT_KEYS: { readonly [key: string]: Act } = { r: 'receive', o: 'issue', b: 'return', t: 'transfer', k: 'count' };

/** What a key of the panel's own asks for. */
export const ownKey = (key: string): Act | undefined => ACT_KEYS[key];
