import { createStore, del, get, set, values } from 'idb-keyval';
import type { OutboxStore } from './outbox.js';

/** What waits in this browser's IndexedDB, a database for each name: one gateway as one account speaks to it. All tabs see the same. */
export function outboxInBrowser(name: string): OutboxStore {
  const commands = createStore(`yingji outbox ${name}`, 'commands');
  return {
    all: () => values(commands),
    get: (id) => get(id, commands),
    save: (kept) => set(kept.command.id, kept, commands),
    remove: (id) => del(id, commands),
  };
}
