import { issue, type Issue } from '@yingji/core';
import { readXml } from '../xml/read-xml.js';
import type { CapAlert } from './cap-alert.js';
import { contentHash } from './content-hash.js';
import { decodeCap, decodeCapElement, type CapDecodeOptions } from './decode-cap.js';
import { isAlertList, readAlertList, type ListEntry } from './feed-list.js';
import { capNames } from './vocabulary.js';

/** One alert of a document, with its own Issues. */
interface FoundAlert {
  readonly alert: CapAlert;
  readonly issues: readonly Issue[];
  /** The alert as it stands in the document, and its hash. */
  readonly text: string;
  readonly hash: string;
}

export interface CapDocument {
  readonly alerts: readonly FoundAlert[];
  /** Entries of a list that only link to their alert. */
  readonly links: readonly ListEntry[];
  /** What is wrong with the document itself. */
  readonly issues: readonly Issue[];
  /** Whether it is CAP or a list of CAP at all. */
  readonly understood: boolean;
  /** Whether it ended early, as a file does that is still being written. */
  readonly truncated: boolean;
}

/** Reads a CAP alert, or an Atom or RSS list with the alerts that it holds. Pure; never throws. */
export function readDocument(input: Uint8Array | string, options: CapDecodeOptions = {}): CapDocument {
  const { root, text, issues } = readXml(input, { ...options, names: capNames });
  if (!root) {
    const truncated = issues.some(({ code }) => code === 'xml-truncated') || input.length === 0;
    return { alerts: [], links: [], issues, understood: false, truncated };
  }
  if (!isAlertList(root)) {
    const { alert, issues: found } = decodeCapElement(root, { issues, offset: options.offset });
    const rest = { links: [], truncated: false };
    if (!alert) return { ...rest, alerts: [], issues: found, understood: false };
    const own = text.slice(root.start, root.end);
    return {
      ...rest,
      alerts: [{ alert, issues: found, text: own, hash: contentHash(own) }],
      issues: [],
      understood: true,
    };
  }
  const list = readAlertList(root);
  const alerts = list.entries.flatMap((entry): FoundAlert[] => {
    const decoded = entry.alert
      ? decodeCapElement(entry.alert, { issues: [], offset: options.offset })
      : entry.alertText === undefined
        ? undefined
        : decodeCap(entry.alertText, options);
    if (!decoded?.alert) return [];
    const own = entry.alert ? text.slice(entry.alert.start, entry.alert.end) : entry.alertText!;
    return [
      {
        alert: decoded.alert,
        issues: decoded.issues.map((one) => ({ ...one, path: `${entry.path}${one.path}` })),
        text: own,
        hash: contentHash(own),
      },
    ];
  });
  const held = list.entries.filter(({ alert, alertText }) => alert !== undefined || alertText !== undefined).length;
  const links = list.entries.filter(
    ({ alert, alertText, link }) => alert === undefined && alertText === undefined && link !== undefined,
  );
  const unread = held - alerts.length;
  return {
    alerts,
    links,
    issues: [
      ...issues,
      ...list.issues,
      ...(unread > 0
        ? [issue('list-alert-unread', `${unread} alert(s) in the list could not be read.`, { path: `/${root.name}` })]
        : []),
      ...(alerts.length === 0
        ? [
            issue(
              'list-without-alert',
              `A list of ${list.entries.length} entries, of which ${links.length} link to an alert elsewhere; none holds one.`,
              {
                path: `/${root.name}`,
                level: 'info',
              },
            ),
          ]
        : []),
    ],
    understood: true,
    truncated: false,
  };
}
