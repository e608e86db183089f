export { createLocalView, type LocalViewOptions } from './local-view.js';
export type { Seen } from './match.js';
export type { Area, Join, LonLat, Query, Scalar, Test, Via } from './query.js';
export type {
  Acting,
  Around,
  Delta,
  Freshness,
  Group,
  Health,
  LocalView,
  Outbox,
  Reader,
  ReadOnly,
  Row,
  ValueOf,
  Values,
  View,
  WaitingCommand,
} from './view.js';
