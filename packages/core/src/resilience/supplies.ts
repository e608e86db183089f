// What a page needs to say how supplies stand, without the validators that the main entry carries.
export { isUsable, standings, type Lot, type Standing } from './lots.js';
export { shortfall, type Need, type Norm } from './shortfall.js';
