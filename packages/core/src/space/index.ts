export { createSpaceIndex, type NearestOptions, type SpaceIndex } from './space-index.js';
export { createHandles, type Handles } from './handles.js';
export { distance, EARTH_RADIUS_M } from './great-circle.js';
export { isPosition, type BBox } from './position.js';
export type { Near } from './nearest.js';
export type { Polygon } from './polygon.js';
export { createClusters, type Cluster, type ClusterOptions, type Clusters, type Single } from './clusters.js';
