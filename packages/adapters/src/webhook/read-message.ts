import { createHash } from 'node:crypto';
import {
  canonical,
  heavyJson,
  isCredible,
  issue,
  millis,
  type Draft,
  type Instant,
  type Issue,
  type Json,
  type Message,
  type ReadContext,
  tellsApart,
  wrongClock,
} from '@yingji/core';
import type { Rule, WebhookConfig } from './config.js';
import { leadsToPerson } from '../calls/public-text.js';
import { parseJson } from '../json/parse-json.js';
import { noteTo, timeOf, type Item } from './item.js';
import { mapObservations, mapProfile } from './map-observations.js';
import { mapReport } from './map-report.js';
import { at, textAt } from './pointer.js';

/**
 * Where an alarm neither has a number nor says when it was, the same text is taken for a retry within so long, and for news after it. A
 * state in its place is always news: a door that opens, closes and opens says the same twice, and must not look closed.
 */
const RETRY_MS = 10 * 60_000;
/** A message is one commit: as many as a city has detectors. */
const MOST_ITEMS = 20_000;
const MOST_ISSUES = 200;
const LONGEST_KEY = 120;

/** A body with any number of items → what they say, each by the first rule that is for it. Pure. */
export function readWebhook(bytes: Uint8Array, context: ReadContext<WebhookConfig>): Message {
  const { config, receivedAt } = context;
  const sum = sumOf(bytes);
  const because = (why: Issue): Message => ({ key: sum, drafts: [], issues: [why] });
  const refused = (code: string, message: string, path = ''): Message => because(issue(code, message, { path }));
  let body: Json;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const heavy = heavyJson(text);
    if (heavy) return because(heavy);
    body = parseJson(text);
  } catch {
    return refused('webhook-no-json', `These ${bytes.length} bytes are no whole JSON in UTF-8; they may be cut.`);
  }
  const found = at(body, config.items);
  const isList = Array.isArray(found);
  if (found === undefined || (!isList && (typeof found !== 'object' || found === null)))
    return refused('webhook-no-items', 'No object and no list of them stands where items are due.', config.items);
  const list = (isList ? found : [found]) as readonly Json[];
  if (list.length > MOST_ITEMS)
    return refused('webhook-too-many', `${list.length} items in one message; send at most ${MOST_ITEMS}.`);

  const issues: Issue[] = [];
  const drafts: Draft[] = [];
  const names = new Set<string>();
  let whole = true;
  list.forEach((value, i) => {
    const path = isList ? `${config.items}/${i}` : config.items;
    const isItem = typeof value === 'object' && value !== null && !Array.isArray(value);
    const rule = isItem ? config.rules.find(({ when }) => isFor(when, value)) : undefined;
    if (rule?.as === 'nothing') return;
    if (!rule) {
      issues.push(issue('webhook-unmapped', 'No rule is for this item; it is kept aside.', { path, level: 'warning' }));
      whole = false;
      return;
    }
    const note = noteTo(issues, path);
    const said = timeOf(value, rule.at, { utcOffset: config.utcOffset, note });
    const believed = said !== undefined && canBe(said, { rule, receivedAt });
    if (said !== undefined && !believed) issues.push(wrongClock(said, { receivedAt, path: `${path}${rule.at}` }));
    const time = believed ? said : undefined;
    const dated = time !== undefined && (isByPeople(rule) || tellsApart(time, receivedAt));
    const { key, again } = keyOf(value, { rule, dated, receivedAt });
    names.add(again);
    const made = map(
      {
        ...{ value, note, receivedAt, source: context.source, registry: config.registry, datum: config.datum },
        key,
        at: time ?? receivedAt,
        dated: time !== undefined,
      },
      { rule, issues },
    );
    whole &&= made.length > 0;
    drafts.push(...made);
  });
  const told = issues.length > MOST_ISSUES ? [...issues.slice(0, MOST_ISSUES), more(issues.length)] : issues;
  const failed = told.some(({ level }) => level === 'error');
  // What part of a message says is not lost for what is wrong with another; the whole of it stays in quarantine.
  const lost = failed && drafts.length === 0;
  return {
    key: [sum, ...[...names].sort()].join(''),
    drafts,
    issues: told,
    ...(!lost && (failed || !whole) && { outcome: 'unmapped' as const }),
  };
}

function map(item: Item, { rule, issues }: { readonly rule: Rule; readonly issues: Issue[] }): Draft[] {
  switch (rule.as) {
    case 'report':
      return mapReport(item, rule);
    case 'observations':
      return mapObservations(item, rule);
    case 'profile':
      return mapProfile(item, rule, issues);
    case 'nothing':
      return [];
  }
}

/** What people tell of may be long past, though never to come; a device that speaks of long ago has a wrong clock. */
const canBe = (said: Instant, { rule, receivedAt }: { readonly rule: Rule; readonly receivedAt: Instant }): boolean =>
  isCredible(said, receivedAt) || (isByPeople(rule) && millis(said) < millis(receivedAt));

const isByPeople = (rule: Rule): boolean =>
  rule.as === 'report' && rule.channel !== 'device' && rule.channel !== 'video';

const isFor = (when: Rule['when'], value: Json): boolean =>
  when.every(({ path, in: some }) => {
    const text = textAt(value, path);
    return text !== undefined && some.some((each) => String(each) === text);
  });

/** The identity of an item: what stands at its key, else its whole text, and `again`, which tells that text from the same later. */
function keyOf(
  value: Json,
  { rule, dated, receivedAt }: { readonly rule: Rule; readonly dated: boolean; readonly receivedAt: Instant },
): { readonly key: string; readonly again: string } {
  const parts = rule.key.map((pointer) => textAt(value, pointer));
  // Not joined but summed where one is missing: two items without a number are not one.
  const named = parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join('.') : undefined;
  // Everybody reads ids, so that none is made of the number of a person.
  if (named !== undefined)
    return { key: named.length > LONGEST_KEY || leadsToPerson(named) ? shortSumOf(named) : named, again: '' };
  const ms = millis(receivedAt);
  const again = dated ? '' : `@${rule.as === 'report' ? Math.floor(ms / RETRY_MS) : ms}`;
  return { key: shortSumOf(canonical(value)) + again, again };
}

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

const shortSumOf = (text: string): string => sumOf(new TextEncoder().encode(text)).slice(0, 22);

const more = (count: number): Issue =>
  issue('webhook-more-issues', `${count - MOST_ISSUES} more things are wrong with this message.`, { level: 'warning' });
