import { clear, createStore, get, setMany } from 'idb-keyval';
import type { PictureStore } from './kept-picture.js';

/**
 * The last picture in this browser's IndexedDB, a database for each name: one gateway as one account sees it. Whoever uses this
 * browser as this user of the machine can read it.
 */
export function pictureInBrowser(name: string): PictureStore {
  const results = createStore(`yingji ${name}`, 'results');
  return {
    load: (query) => get(query, results),
    save: (kept) => setMany([...kept], results),
    clear: () => clear(results),
  };
}
