// What a feed is made of, and nothing of the city it feeds: a thread that runs one loads no kinds, no view and no commands.
export { heavyJson, isDeeperJson } from '../json-depth.js';
export type { Json, JsonObject } from '../json.js';
export { issue, YingjiError, type Issue } from '../error.js';
export { entityId, parseId, type EntityId } from '../model/id.js';
export { digest, digestBytes } from '../model/digest.js';
export { maskNumbers } from '../model/personal-text.js';
export { CLOCK_AHEAD_MS, millis, parseInstant, toInstant, type Instant } from '../model/time.js';
export type { Draft } from '../model/change.js';
export type { Clock } from '../ports/clock.js';
export type {
  Decoded,
  DecodeContext,
  Delivery,
  Feed,
  FeedCodec,
  FeedContext,
  FeedDefinition,
  Heard,
  Session,
  Verdict,
} from '../ports/feed.js';
export type { Packet, Transport } from '../ports/transport.js';
export { systemClock, systemIds } from '../ports/system.js';
export type { Command } from '../command/command.js';
export { defineFeed, type FeedRecipe, type Message, type ReadContext } from './define-feed.js';
export { defineDeviceProfile, type DeviceProfile } from './device-profile.js';
export { readingsOf } from './readings-of.js';
export { saidBy } from './said-by.js';
export { isCredible, tellsApart, wrongClock } from './source-clock.js';
export { stated } from './push.js';
