export { createLocalView, type LocalViewOptions } from './local-view.js';
export { matches, orderOf } from './match.js';
export type { Query, Scalar, Test } from './query.js';
export type { Delta, Freshness, Health, LocalView, Reader, Row, View } from './view.js';
