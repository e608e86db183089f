// What only a drawn map needs, loaded with the drawing library.
export { areaFeatures, areaOf, collection, GROUPS, multiPolygon, placeFeatures, symbolFeatures } from './features.js';
export { boundsOf, cornersOf, labelPoint } from './geometry.js';
export { hatch, levelMark, onCanvas } from './images.js';
export { font, halo, offsetOf } from './layer-parts.js';
export { BESIDE, BODY, MARK_BESIDE } from './symbol-geometry.js';
export { createMapSync } from './sync.js';
