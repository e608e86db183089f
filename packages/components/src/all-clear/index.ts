import { definition } from '../definition.js';
import { YjAllClear } from './all-clear.js';

export { YjAllClear };
export { YjEvidenceOpened } from './events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('all-clear', YjAllClear);
