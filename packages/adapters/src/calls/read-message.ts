import { createHash } from 'node:crypto';
import { issue, millis, type Draft, type Issue, type Message, type ReadContext } from '@yingji/core';
import type { Agency } from './agency.js';
import type { CallsConfig } from './config.js';
import { findRecords } from './find-records.js';
import type { MapContext } from './map-context.js';
import { mapLinks } from './map-links.js';
import { mapReport, tells } from './map-report.js';
import { mapTask, orders } from './map-task.js';
import { readBody } from './read-body.js';
import { namesWith, readRecord, type CallRecord, type RecordContext } from './record.js';
import { wordsWith } from './words.js';

/** Where a record does not say when it changed, the same text is taken for a retry within so long, and for news after it. */
const RETRY_MS = 10 * 60_000;
/** A message that is wrong in thousands of places needs no more to call its sender. */
const MOST_ISSUES = 200;

/** One message of a call centre, a body or a file with any number of records → what it says. Pure. */
export function readCalls(
  bytes: Uint8Array,
  { agency, source, receivedAt, config }: ReadContext<CallsConfig> & { readonly agency: Agency },
): Message {
  const { encoding, fields, codes, datum, peers, units, utcOffset } = config;
  const sum = createHash('sha256').update(bytes).digest('base64url');
  const body = readBody(bytes, { encoding });
  if (body.tree === undefined) return { key: sum, drafts: [], issues: body.issues };

  const names = namesWith(agency.names, fields);
  const words = wordsWith(codes);
  const found = findRecords(body.tree, names);
  const issues: Issue[] = [...body.issues, ...found.issues];
  const context: MapContext = { source, receivedAt, agency, words, datum, peers, units };
  const drafts: Draft[] = [];
  let dated = true;
  let sealed = false;
  for (const { path, raw, part } of found.records) {
    const reading: RecordContext = { path, names, words, offset: utcOffset, issues };
    const record = readRecord(raw, reading);
    const said = mapRecord(record, { ...context, part });
    drafts.push(...said);
    dated &&= record.time('updatedAt') !== undefined;
    sealed = keepsText(record) || said.length === 0 || sealed;
  }
  const failed = issues.some(({ level }) => level === 'error');
  const key = dated ? sum : `${sum}@${Math.floor(millis(receivedAt) / RETRY_MS)}`;
  const told = issues.length > MOST_ISSUES ? [...issues.slice(0, MOST_ISSUES), more(issues.length)] : issues;
  // What part of a message says is not lost for what is wrong with another; the whole of it stays in quarantine.
  const lost = failed && drafts.length === 0;
  const outcome = !lost && (failed || sealed) ? { outcome: 'unmapped' as const } : {};
  return { key, drafts, issues: told, ...outcome };
}

/** A record → its report, its order and its links, as far as it tells of each. */
function mapRecord(record: CallRecord, context: MapContext & { readonly part: boolean }): Draft[] {
  const number = record.text('number');
  const [ofCall, ofOrder] = [!context.part && tells(record), orders(record)];
  const drafts: Draft[] = [];
  if (number === undefined && ofCall)
    record.note(
      'calls-no-number',
      'A call has no number and cannot be kept apart from others; name it in fields.number.',
      {
        level: 'error',
      },
    );
  if (number !== undefined) {
    if (ofCall || (!ofOrder && !context.part && record.flag('deleted')))
      drafts.push(mapReport(record, number, context));
    drafts.push(...mapLinks(record, number, context));
  }
  const task = ofOrder ? mapTask(record, number, context) : undefined;
  if (task) drafts.push(task);
  if (drafts.length === 0 && !ofCall && !ofOrder)
    record.note(
      'calls-nothing-said',
      'A record says nothing that is known here; name its fields in the option fields.',
    );
  return drafts;
}

/** Free text of an order may name people, and an order has no place in the vault: it stays sealed with the message. */
function keepsText(record: CallRecord): boolean {
  if (tells(record) || !record.has('feedbackText')) return false;
  record.note('calls-text-sealed', 'What a 反馈单 says in words is kept in quarantine alone, as it may name people.', {
    field: 'feedbackText',
    level: 'info',
  });
  return true;
}

const more = (count: number): Issue =>
  issue('more-issues', `${count - MOST_ISSUES} more Issues of this message are not told.`, { level: 'info' });
