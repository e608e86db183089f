import type { LonLat } from '../alert-map/item.js';
import type { Feature } from './features.js';

/** Where things are on a base map of another datum than WGS 84. What is kept, asked for and told stays WGS 84. */
export interface Shift {
  at(position: LonLat): LonLat;
  feature(feature: Feature): Feature;
}
