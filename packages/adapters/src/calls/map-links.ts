import { digest, entityId, stated, type Draft, type EntityId, type Link } from '@yingji/core';
import { handedOver } from './map-report.js';
import type { MapContext } from './map-context.js';
import { numberIn } from './public-text.js';
import type { CallRecord } from './record.js';

/**
 * What a 接警单 says of other calls, as links: it repeats a main one (GLZJJDBH), or it is what another agency has under another
 * number. That a number is another's is said by the configuration (`peers`); without it the number alone is kept.
 */
export function mapLinks(record: CallRecord, number: string, context: MapContext): Draft[] {
  if (record.flag('deleted')) return [];
  const { source, peers } = context;
  const from = entityId('report', source, number);
  const main = numberIn(record.text('main'));
  const found: { readonly to: EntityId; readonly reason: string }[] = [];
  const apart = record.has('merged') && !record.flag('merged');
  if (main !== undefined && main !== number)
    found.push({ to: entityId('report', source, main), reason: 'merged-at-source' });
  const [of110, of119, order] = [
    numberIn(record.text('peer110')),
    numberIn(record.text('peer119')),
    numberIn(record.text('order12345')),
  ];
  if (peers['110'] !== undefined && of110 !== undefined && of110 !== number)
    found.push({ to: entityId('report', peers['110'], of110), reason: 'taken-from-110' });
  if (peers['119'] !== undefined && of119 !== undefined)
    found.push({ to: entityId('report', peers['119'], of119), reason: 'handed-over-to-119' });
  if (peers['12345'] !== undefined && order !== undefined)
    found.push({
      to: entityId('report', peers['12345'], order),
      reason: handedOver(record, context) ? 'handed-over-to-12345' : 'taken-from-12345',
    });
  // Of an event the first telling stands: its time must be one that later editions of the record repeat.
  const at = record.time('calledAt') ?? record.time('takenAt') ?? record.time('createdAt') ?? context.receivedAt;
  return found.map(({ to, reason }) => {
    const id = entityId('link', source, digest(`${from} ${to} ${reason}`));
    const value: Link = { from, to, role: 'same-as', score: 1, reasons: [reason] };
    if (!apart || reason !== 'merged-at-source') return stated(id, value, at);
    // 合并标识 taken back while the main number still stands.
    return stated(
      entityId('link', source, digest(`${id} undone`)),
      { ...value, undoes: id, reasons: ['unmerged-at-source'] },
      at,
    );
  });
}
