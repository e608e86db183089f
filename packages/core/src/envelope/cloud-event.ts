import { YingjiError } from '../error.js';
import { asJson, type Json } from '../json.js';
import type { Entry } from '../model/change.js';
import { hostOnly } from '../model/kinds.js';
import { isUri, isUriReference } from './attribute.js';

/** Media type of one event (CloudEvents JSON format 1.0.2, 3). */
export const CLOUD_EVENT = 'application/cloudevents+json';
/** Media type of a list of events (ibid., 4.2). */
export const CLOUD_EVENT_BATCH = 'application/cloudevents-batch+json';

/** An event in structured JSON mode, CloudEvents 1.0; members not named here are extension attributes, `[a-z0-9]+`. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  /** RFC 3339: when it was true. */
  readonly time?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly data?: Json;
  /** Bytes in base64, instead of `data`. */
  readonly data_base64?: string;
  readonly [extension: string]: Json | undefined;
}

/** The extension attributes of ours. All are text but `yingjiexercise`: a position outgrows the 32-bit Integer of the norm. */
export const EXTENSIONS = {
  /** Position in the log of the city that sends, decimal digits. */
  position: 'yingjiposition',
  /** RFC 3339: when that city knew. */
  recorded: 'yingjirecorded',
  /** `true` for what a drill plays; the type says so too. */
  exercise: 'yingjiexercise',
} as const;

/**
 * Who sends: what becomes `source`, and the beginnings of `type` and `dataschema`. Errors: `bad-event-source`,
 * `bad-event-prefix`, `bad-event-schema`.
 */
export interface EnvelopeOptions {
  /** URI-reference of the city, for ever the same: with the position it makes an event unique. An absolute URI is better. */
  readonly source: string;
  /** Reverse domain name of whoever runs the city, e.g. `cn.gov.example`, put before the type. The norm recommends one. */
  readonly prefix?: string;
  /** Absolute URI that `<kind>.v1.json` is put behind to name the schema of the data; none = no `dataschema`. */
  readonly schemaBase?: string;
}

/**
 * A fact of the log as a CloudEvents 1.0 event, to cross into another process. The type is `<prefix>.yingji.<kind>.v1`; of a drill
 * `<prefix>.yingji.exercise.<kind>.v1`, so that whoever only looks at types never takes it for real. `data` is the whole Change.
 * Sent again, it has the same `source` and `id`. What may leave is decided before: nothing is filtered here.
 * Errors: `bad-event-source` (no URI-reference), `bad-event-prefix` (no reversed domain name), `bad-event-schema` (no URI), and
 * `host-only-kind`, for what stays inside the host.
 */
export function toCloudEvent(entry: Entry, options: EnvelopeOptions): CloudEvent {
  const { source, prefix, schemaBase } = options;
  if (!isUriReference(source))
    throw new YingjiError('bad-event-source', `"${source}" is no URI-reference; name the city by a URI (RFC 3986).`);
  if (prefix !== undefined && !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(prefix))
    throw new YingjiError('bad-event-prefix', `"${prefix}" is no reverse domain name, e.g. cn.gov.example.`);
  if (schemaBase !== undefined && !isUri(schemaBase))
    throw new YingjiError('bad-event-schema', `"${schemaBase}" is no absolute URI; schemas are named by one.`);
  if (hostOnly.has(entry.kind))
    throw new YingjiError('host-only-kind', `${entry.id} stays inside the host; leave its kind out.`, {
      recovery: 'skip',
    });
  const { position, recordedAt, ...change } = entry;
  const exercise = entry.exercise !== undefined;
  return {
    specversion: '1.0',
    id: String(position),
    source,
    type: `${prefix === undefined ? '' : `${prefix}.`}yingji.${exercise ? 'exercise.' : ''}${entry.kind}.v${entry.v}`,
    subject: entry.id,
    time: entry.at,
    datacontenttype: 'application/json',
    ...(schemaBase === undefined ? {} : { dataschema: `${schemaBase}${entry.kind}.v${entry.v}.json` }),
    [EXTENSIONS.position]: String(position),
    [EXTENSIONS.recorded]: recordedAt,
    ...(exercise ? { [EXTENSIONS.exercise]: true } : {}),
    data: asJson(change),
  };
}
