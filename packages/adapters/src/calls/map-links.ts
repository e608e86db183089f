import { digest, entityId, stated, type Draft, type Link, type Report } from '@yingji/core';
import type { MapContext } from './map-context.js';
import { numberIn } from './public-text.js';
import type { CallRecord } from './record.js';

/** The numbers other agencies have a call under, as ids of their reports; which feed is whose the configuration says (`peers`). */
export function peersOf(record: CallRecord, number: string, { peers }: MapContext): Pick<Report, 'peers'> {
  const numbers = [
    [peers['110'], numberIn(record.text('peer110'))],
    [peers['119'], numberIn(record.text('peer119'))],
    [peers['12345'], numberIn(record.text('order12345'))],
  ] as const;
  const found = numbers.flatMap(([source, theirs], i) =>
    // A record that two agencies share has one number in both columns.
    source === undefined || theirs === undefined || (i === 0 && theirs === number)
      ? []
      : [entityId('report', source, theirs)],
  );
  return found.length === 0 ? {} : { peers: found };
}

/** What a 接警单 says of another call of its feed, as a link: it repeats a main one (GLZJJDBH). */
export function mapLinks(record: CallRecord, number: string, { source, receivedAt }: MapContext): Draft[] {
  const main = numberIn(record.text('main'));
  if (record.flag('deleted') || main === undefined || main === number) return [];
  const [from, to] = [entityId('report', source, number), entityId('report', source, main)];
  // Of an event the first telling stands: its time must be one that later editions of the record repeat.
  const at = record.time('calledAt') ?? record.time('takenAt') ?? record.time('createdAt') ?? receivedAt;
  const id = entityId('link', source, digest(`${from} ${to} merged-at-source`));
  const value: Link = { from, to, role: 'same-as', score: 1, reasons: ['merged-at-source'] };
  if (record.flag('merged') !== false) return [stated(id, value, at)];
  // 合并标识 taken back while the main number still stands.
  const undo = entityId('link', source, digest(`${id} undone`));
  return [stated(undo, { ...value, undoes: id, reasons: ['unmerged-at-source'] }, at)];
}
