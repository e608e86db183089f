import { entityId, maskNumbers, stated, type Draft, type Report } from '@yingji/core';
import { toBuilding } from '../calls/where.js';
import { toWgs84 } from '../datum/index.js';
import type { Coded, ReportRule } from './config.js';
import type { Item } from './item.js';
import { nativeOf } from './map-observations.js';
import { numberIn } from './number.js';
import { at, textAt } from './pointer.js';

const LONGEST_SNAPSHOT = 500;
const LONGEST_EXTRA = 200;
/** What is no name and no address: a picture in text has other signs, or no end. */
const REFERENCE = /^[\w./:%@+~=-]+$/;

/** An item that tells that something is wrong. */
export function mapReport(item: Item, rule: ReportRule): Draft[] {
  const { value, key, source, registry, at: when, dated } = item;
  const { device: named } = rule;
  const device = named !== undefined && textAt(value, named) !== undefined ? nativeOf(item, named) : undefined;
  const eventType = rule.eventType && codedAs(item, rule.eventType);
  const extra = extraOf(item, rule);
  const said: Report = {
    channel: rule.channel,
    title: codedAs(item, rule.title) ?? '未命名的报警',
    native: key,
    ...(dated && { occurredAt: when }),
    ...(rule.needs && { needs: rule.needs }),
    ...(eventType !== undefined && { eventType }),
    ...(device !== undefined && { device: entityId('device', registry, device) }),
    ...addressOf(item, rule),
    ...positionOf(item, rule),
    ...personalOf(item, rule),
    ...(extra && { extra }),
  };
  return [stated(entityId('report', source, key), said, when)];
}

/** A word of ours for a code of the source; undefined, and told, where nobody knows the code. */
function codedAs({ value, note }: Item, { always, path, codes, otherwise }: Coded): string | undefined {
  if (always !== undefined || path === undefined) return always;
  const code = textAt(value, path);
  if (code !== undefined && codes && Object.hasOwn(codes, code)) return codes[code];
  note('webhook-unknown-code', 'This code stands in no table; add it to codes.', path);
  return otherwise;
}

function addressOf({ value }: Item, { address }: ReportRule): Pick<Report, 'address'> | undefined {
  const text = address === undefined ? undefined : textAt(value, address);
  const kept = text === undefined ? '' : toBuilding(text, []).address;
  return kept === '' ? undefined : { address: kept };
}

function positionOf(
  { value, datum, note }: Item,
  { position }: ReportRule,
): Pick<Report, 'position' | 'datum'> | undefined {
  if (!position) return undefined;
  const [lon, lat] = [textAt(value, position.lon), textAt(value, position.lat)];
  if (lon === undefined && lat === undefined) return undefined;
  const [x, y] = [degreesOf(lon), degreesOf(lat)];
  if (x === 0 && y === 0) return undefined;
  const onGlobe = x !== undefined && y !== undefined && Math.abs(x) <= 180 && Math.abs(y) <= 90;
  if (!onGlobe) {
    note('webhook-position-odd', 'The position is left out: this is no longitude and latitude.', position.lon);
    return undefined;
  }
  if (datum === undefined) {
    note('datum-missing', 'No datum is configured, so the position is left out; ask the source.', position.lon);
    return undefined;
  }
  const [east, north] = toWgs84([x, y], datum).map((each) => Math.round(each * 1e7) / 1e7) as [number, number];
  return { position: [east, north], datum };
}

const degreesOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : undefined;

function personalOf({ value }: Item, { personal = {} }: ReportRule): Partial<Report> {
  const said = Object.entries(personal).flatMap(([field, pointer]) => {
    const text = textAt(value, pointer);
    return text === undefined ? [] : [[field, text] as const];
  });
  return Object.fromEntries(said);
}

function extraOf(item: Item, { confidence, snapshot, extra = {} }: ReportRule): Report['extra'] {
  const others = Object.entries(extra).flatMap(([name, pointer]) => {
    const text = textAt(item.value, pointer);
    return text === undefined ? [] : [[name, maskNumbers(text.slice(0, LONGEST_EXTRA))] as const];
  });
  const share = confidence && shareOf(item, confidence);
  const picture = snapshot === undefined ? undefined : pictureOf(item, snapshot);
  const kept = {
    ...Object.fromEntries(others),
    ...(share !== undefined && { 'yingji:confidence': share }),
    ...(picture !== undefined && { 'yingji:snapshot': picture }),
  };
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** How sure the source is, 0–1. */
function shareOf({ value, note }: Item, { path, unit }: NonNullable<ReportRule['confidence']>): number | undefined {
  const text = textAt(value, path);
  if (text === undefined) return undefined;
  const share = (numberIn(text) ?? NaN) / (unit === '%' ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  note('webhook-no-confidence', 'How sure the source is cannot be read; the report stands.', path);
  return undefined;
}

function pictureOf({ value, note }: Item, pointer: string): string | undefined {
  const said = at(value, pointer);
  if (said === undefined || said === null || said === '') return undefined;
  const reference = typeof said === 'string' ? withoutQuery(said) : undefined;
  if (reference === undefined)
    note('webhook-no-snapshot', 'This is no address and no name of a picture; it is left out.', pointer);
  return reference;
}

/** An address without its query, which may hold a key of its own: everybody reads what is in `extra`. */
function withoutQuery(text: string): string | undefined {
  const plain = text.replace(/[?#].*$/s, '').trim();
  const named = plain.length > 0 && plain.length <= LONGEST_SNAPSHOT && REFERENCE.test(plain);
  return named && !/^data:|\/\/[^/]*@/i.test(plain) ? plain : undefined;
}
