export {
  CLOUD_EVENT,
  CLOUD_EVENT_BATCH,
  EXTENSIONS,
  toCloudEvent,
  type CloudEvent,
  type EnvelopeOptions,
} from './cloud-event.js';
export { fromCloudEvent, fromCloudEventBatch, type ReadEvent } from './from-cloud-event.js';
