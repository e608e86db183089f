import type { JsonObject } from '../json.js';
import { asJson } from '../json.js';
import { parseId, type EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { Row } from '../view/view.js';
import { fromBrief, placeAfter } from '../wire/brief.js';
import { fromColumns } from '../wire/from-columns.js';
import type { Down, Resume } from '../wire/messages.js';
import { EXTENSIONS, type CloudEvent } from './cloud-event.js';

/** Types that tell of the stream and not of the city: it begins anew for a kind, is whole, is alive, ends. */
export const STREAM_EVENTS = {
  reset: 'yingji.stream.reset.v1',
  whole: 'yingji.stream.whole.v1',
  beat: 'yingji.stream.beat.v1',
  bye: 'yingji.stream.bye.v1',
} as const;

/** Of whose rows events are told, and from where on. */
export interface RowEventOptions {
  /** URI-reference of the city, for ever the same. */
  readonly source: string;
  /** A text that no other stream has: ids of events before there is a place in the stream are made of it. */
  readonly unique: string;
  /** The place that the stream goes on from. */
  readonly resume?: Resume | undefined;
}

/**
 * Puts what a hub says to one client into CloudEvents 1.0. The queries are one a kind, each by the name of its kind as key. A row
 * is `yingji.row.<kind>.v1`, of a drill `yingji.exercise.row.<kind>.v1`; its data is the row as this client sees it, which is no
 * whole Change and is not read as one. What is gone, or out of sight, is `yingji.gone.<kind>.v1` with the method DELETE.
 * Who comes back with the id of an event gets everything after it, and may get again what came with it. What is told again has
 * its id again, unless kinds are asked for that may be left out on a slow way: of those each row then comes once, as it is last.
 */
export function createRowEvents({ source, unique, resume }: RowEventOptions): (message: Down) => CloudEvent[] {
  let place = resume;
  let n = 0;
  let whole = true;

  const next = (): string => `${place ? placeOf(place) : `new-${unique}`}:${(n += 1)}`;
  function arrive(at: Resume): string {
    place = at;
    n = 0;
    return `${placeOf(at)}:0`;
  }
  const event = (type: string, id: string, time: Instant | undefined, more: object): CloudEvent => ({
    specversion: '1.0',
    id,
    source,
    type,
    ...(time !== undefined && { time }),
    ...more,
  });
  const withData = (data: JsonObject): object => ({ datacontenttype: 'application/json', data });

  function rowEvent(row: Row, id: string): CloudEvent {
    const { position, recordedAt, ...seen } = row;
    const drill = row.exercise !== undefined;
    return event(`yingji.${drill ? 'exercise.' : ''}row.${row.kind}.v1`, id, row.at, {
      subject: row.id,
      [EXTENSIONS.position]: String(position),
      [EXTENSIONS.recorded]: recordedAt,
      ...(drill && { [EXTENSIONS.exercise]: true }),
      ...withData(asJson(seen) as JsonObject),
    });
  }
  const goneEvent = (of: EntityId, now: Instant, id: string): CloudEvent =>
    event(`yingji.gone.${parseId(of)?.kind ?? ''}.v1`, id, now, { subject: of, method: 'DELETE' });

  return (message) => {
    switch (message.t) {
      case 'hello':
        return [];
      case 'snap': {
        const { key: kind, delta, columns, flagged } = message;
        whole = false;
        const anew = delta.reset
          ? [event(STREAM_EVENTS.reset, next(), delta.now, withData({ kind, gap: flagged }))]
          : [];
        const put = columns ? fromColumns(columns) : delta.put;
        return [...anew, ...put.map((row) => rowEvent(row, next()))];
      }
      case 'diff': {
        const delta = fromBrief(message.delta, message.resume.position);
        // A stream tells its place before it tells changes.
        const at = placeAfter(place!, message);
        const made = [
          ...delta.removed.map((id) => (name: string) => goneEvent(id, delta.now, name)),
          ...delta.put.map((row) => (name: string) => rowEvent(row, name)),
        ];
        if (made.length === 0) arrive(at);
        // Only the last one takes a client past this message: who lost the line in the middle gets all of it again.
        return made.map((make, i) => make(i === made.length - 1 ? arrive(at) : next()));
      }
      case 'ready': {
        const id = arrive(message.resume);
        const told = whole ? [] : [event(STREAM_EVENTS.whole, id, message.now, {})];
        whole = true;
        return told;
      }
      case 'beat':
        return [event(STREAM_EVENTS.beat, next(), message.now, {})];
      case 'bye': {
        const { code, message: text } = message.issue;
        return [
          event(STREAM_EVENTS.bye, next(), undefined, withData({ code, message: text, retryMs: message.retryMs })),
        ];
      }
    }
  };
}

const placeOf = ({ seq, loose, position, epoch }: Resume): string => `${seq}-${loose ?? ''}-${position}-${epoch}`;

const PLACE = /^(\d{1,16})-(\d{0,16})-(\d{1,16})-([\w.-]{1,200}):\d{1,16}$/;

/** The place in a stream that the id of an event stands for; nothing for an id of the beginning, or of somebody else. */
export function placeOfEvent(id: string): Resume | undefined {
  const [, seq, loose, position, epoch] = PLACE.exec(id) ?? [];
  if (epoch === undefined) return undefined;
  return {
    epoch,
    seq: Number(seq),
    ...(loose !== '' && { loose: Number(loose) }),
    position: Number(position) as Resume['position'],
  };
}
