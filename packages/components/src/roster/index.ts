import { definition } from '../definition.js';
import { YjRoster } from './roster.js';

export { YjRoster };
export { YjDutyRecorded, YjDutyRequested, type DutyAct } from './events.js';
export type { OwnColumn } from '../frame/own-column.js';
export type { DutyShown } from './duty.js';
export type { Cover } from './gaps.js';

/** Gives this element and the provider their tags. A tag that is already taken is left alone. */
export const define = definition('roster', YjRoster);
