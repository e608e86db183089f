import type { Kind } from './kind.js';
export type { Warning, WarningArea, WarningTelling } from './warning.schema.js';

/** Each message is one entity; how the chain of messages stands (in force, lifted …) is derived, whatever the order of arrival. */
export const warning: Kind = {
  name: 'warning',
  law: 'register',
  owner: 'source',
  coalesce: false,
  sensitive: ['/drafter', '/checker', '/signer'],
  refs: ['references'],
};
