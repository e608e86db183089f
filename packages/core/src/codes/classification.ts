import { issue, type Issue } from '../error.js';
import { eventTypes, type EventType } from './event-types.js';
import { isCode, type CodeTable } from './table.js';

/** Another classification of events that a host has brought, and the way there and back. */
export interface Classification {
  readonly table: CodeTable;
  /** The code there of an event type; of its group or class where the type itself has none. `undefined` = not mapped. */
  codeFor(eventType: string): string | undefined;
  /** The event type that was mapped to a code there; `undefined` where none or several were, for then it cannot be told. */
  eventTypeFor(code: string): EventType | undefined;
}

/**
 * The slot for GB/T 35561-2017 突发事件分类与编码, whose code table could not be read, so that none is shipped: a host that has the norm
 * brings the table and says which event type (11xxx–14xxx) is which code there. Stored is always the event type. A pair with an
 * unknown side is left out with an Issue (`unknown-event-type`, `unknown-classification-code`), and the rest is used.
 */
export function acceptClassification(
  table: CodeTable,
  pairs: { readonly [eventType: string]: string },
): { readonly classification: Classification; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const there = new Map<string, string>();
  const back = new Map<string, EventType | undefined>();
  for (const [eventType, code] of Object.entries(pairs)) {
    const path = `/${eventType}`;
    if (!isCode(eventTypes, eventType))
      issues.push(issue('unknown-event-type', `${eventType} is no event type; see docs/code-tables.md.`, { path }));
    else if (!isCode(table, code))
      issues.push(
        issue('unknown-classification-code', `${code} is no code of ${table.id}; add it there first.`, { path }),
      );
    else {
      there.set(eventType, code);
      back.set(code, back.has(code) ? undefined : eventType);
    }
  }
  const classification: Classification = {
    table,
    codeFor: (eventType) =>
      [eventType, `${eventType.slice(0, 3)}00`, `${eventType.slice(0, 2)}000`]
        .map((each) => there.get(each))
        .find(Boolean),
    eventTypeFor: (code) => back.get(code),
  };
  return { classification, issues };
}
