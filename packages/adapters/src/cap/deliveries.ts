import type { Delivery, Instant } from '@yingji/core';
import { xmlLimits } from '../xml/xml-limits.js';
import { contentHash } from './content-hash.js';
import { mapAlert } from './mapping.js';
import { readDocument, type CapDocument } from './read-document.js';
import type { CapDecodeOptions } from './decode-cap.js';

/** Bytes of an unreadable document that tell it from others; its length does the rest. */
const MOST_HASHED = 1_048_576;

/** A Delivery before it has a token and a time of receipt. */
export type Part = Omit<Delivery, 'token' | 'receivedAt'>;

export interface PartContext {
  readonly source: string;
  readonly receivedAt: Instant;
}

export interface DocumentParts {
  readonly document: CapDocument;
  /** One for each alert, and one for what is wrong with the document itself. */
  readonly parts: readonly Part[];
}

/** Bytes → what is delivered of them. Pure. */
export function partsOf(bytes: Uint8Array, context: PartContext, options: CapDecodeOptions): DocumentParts {
  const document = readDocument(bytes, options);
  const { alerts, unread, issues, understood } = document;
  const single = alerts.length === 1 && issues.length === 0;
  const encoder = new TextEncoder();
  const parts = alerts.map(({ alert, issues: found, text, hash }): Part => {
    const mapped = mapAlert(alert, { ...context, hash });
    return {
      key: `${mapped.identity},${hash}`,
      drafts: mapped.drafts,
      issues: [...found, ...mapped.issues],
      raw: single ? bytes : encoder.encode(text),
      outcome: 'good',
    };
  });
  for (const { issues: found, text, hash } of unread)
    parts.push({
      key: `document,${text.length},${hash}`,
      drafts: [],
      issues: found,
      raw: encoder.encode(text),
      outcome: 'undecodable',
    });
  if (!understood) {
    const head = bytes.subarray(0, MOST_HASHED);
    parts.push({
      key: `document,${bytes.length},${contentHash(head)}`,
      drafts: [],
      issues,
      // What is too large to be read is too large to be kept.
      ...(bytes.length > (options.limits ?? xmlLimits).bytes ? {} : { raw: bytes }),
      outcome: 'undecodable',
    });
  } else if (issues.length > 0) {
    // A list changes with every entry; what is wrong with it is told once.
    parts.push({ key: `list,${contentHash(JSON.stringify(issues))}`, drafts: [], issues, outcome: 'good' });
  }
  return { document, parts };
}
