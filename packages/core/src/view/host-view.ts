import { createHostRules } from './host-rules.js';
import { createLocalView as createPageView, type LocalViewOptions } from './local-view.js';
import type { LocalView } from './view.js';

/**
 * The view beside the writer: what stands, all that is derived of it, and live answers to Queries. The one of `@yingji/core/view`
 * leaves out what only a host needs to work out, since whoever is shown a row gets it with the row.
 */
export const createLocalView = (options: LocalViewOptions): LocalView =>
  createPageView({ rules: createHostRules(), ...options });
