export {
  CLOUD_EVENT,
  CLOUD_EVENT_BATCH,
  EXTENSIONS,
  toCloudEvent,
  type CloudEvent,
  type EnvelopeOptions,
} from './cloud-event.js';
export { createRowEvents, placeOfEvent, STREAM_EVENTS, type RowEventOptions } from './row-events.js';
export { withoutPeople } from './without-people.js';
export { fromCloudEvent, fromCloudEventBatch, type ReadEvent } from './from-cloud-event.js';
