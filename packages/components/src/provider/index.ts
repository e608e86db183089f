import { giveTags, type DefineOptions } from '../tags.js';
import { YjProvider } from './provider.js';

export { YjPictureFault } from './events.js';
export { YjProvider, type HostFetch } from './provider.js';

/** Gives the provider its tag. A tag that is already taken is left alone. */
export function define(options: DefineOptions = {}): void {
  giveTags([['provider', YjProvider]], options);
}
