import { definition } from '../definition.js';
import { YjSupplyPanel } from './supply-panel.js';

export { YjSupplyPanel };
export type { OwnColumn } from '../frame/own-column.js';
export type { SupplyLine } from './entry.js';
export { YjMovementRecorded, YjMovementRequested } from './events.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('supply-panel', YjSupplyPanel);
