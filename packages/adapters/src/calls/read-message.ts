import { createHash } from 'node:crypto';
import { issue, millis, type Draft, type Issue, type Message, type ReadContext } from '@yingji/core';
import type { Agency } from './agency.js';
import type { CallsConfig } from './config.js';
import { findRecords } from './find-records.js';
import type { MapContext } from './map-context.js';
import { mapFeedback, tellsBack } from './map-feedback.js';
import { mapLinks } from './map-links.js';
import { mapReport, tells } from './map-report.js';
import { mapTask, orders } from './map-task.js';
import { numberIn } from './public-text.js';
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
    const reading: RecordContext = { path, names, words, offset: utcOffset, receivedAt, issues };
    const record = readRecord(raw, reading);
    const said = mapRecord(record, { ...context, part });
    drafts.push(...said);
    dated &&= record.time('updatedAt') !== undefined;
    sealed ||= said.length === 0;
  }
  const failed = issues.some(({ level }) => level === 'error');
  sealed ||= issues.some(({ code }) => code === 'calls-text-sealed');
  const key = dated ? sum : `${sum}@${Math.floor(millis(receivedAt) / RETRY_MS)}`;
  const told = issues.length > MOST_ISSUES ? [...issues.slice(0, MOST_ISSUES), more(issues.length)] : issues;
  // What part of a message says is not lost for what is wrong with another; the whole of it stays in quarantine.
  const lost = failed && drafts.length === 0;
  const outcome = !lost && (failed || sealed) ? { outcome: 'unmapped' as const } : {};
  return { key, drafts, issues: told, ...outcome };
}

/** A record → its report, its order, what is told back and its links, as far as it tells of each. */
function mapRecord(record: CallRecord, context: MapContext & { readonly part: boolean }): Draft[] {
  const number = numberIn(record.text('number'));
  const [ofCall, ofOrder, back] = [!context.part && tells(record), orders(record), tellsBack(record, context)];
  const drafts: Draft[] = [];
  if (number === undefined && ofCall)
    record.note(
      'calls-no-number',
      'A call has no number, or one that is that of a person, and cannot be kept apart from others; name it in fields.number.',
      {
        level: 'error',
      },
    );
  if (number !== undefined) {
    if (ofCall || (!ofOrder && !back && !context.part && record.flag('deleted')))
      drafts.push(mapReport(record, number, context));
    drafts.push(...mapLinks(record, number, context));
  }
  // A 反馈单 that is deleted takes back what was told, not the order.
  const withdrawn = record.has('feedback') && record.flag('deleted');
  const task = ofOrder && !withdrawn ? mapTask(record, number, context) : undefined;
  if (task) drafts.push(task);
  if (back && (withdrawn || !record.flag('deleted')))
    drafts.push(mapFeedback(record, number, { ...context, told: ofCall && number !== undefined }));
  if (drafts.length === 0 && !ofCall && !ofOrder && !back)
    record.note(
      'calls-nothing-said',
      'A record says nothing that is known here; name its fields in the option fields.',
    );
  return drafts;
}

const more = (count: number): Issue =>
  issue('more-issues', `${count - MOST_ISSUES} more Issues of this message are not told.`, { level: 'info' });
