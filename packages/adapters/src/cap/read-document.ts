import { issue, type Issue } from '@yingji/core';
import { readXml } from '../xml/read-xml.js';
import type { CapAlert } from './cap-alert.js';
import { contentHash } from './content-hash.js';
import { decodeCap, decodeCapElement, type CapDecodeOptions } from './decode-cap.js';
import { isAlertList, readAlertList, type ListEntry } from './feed-list.js';
import { capNames } from './vocabulary.js';

/** What stands in a document as an alert, and what is wrong with it; without `alert` it cannot be read. */
interface HeldAlert {
  readonly alert?: CapAlert;
  readonly issues: readonly Issue[];
  /** As it stands in the document, and its hash. */
  readonly text: string;
  readonly hash: string;
}
type FoundAlert = HeldAlert & { readonly alert: CapAlert };

export interface CapDocument {
  readonly alerts: readonly FoundAlert[];
  /** Alerts of a list that cannot be read. */
  readonly unread: readonly HeldAlert[];
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
    return { alerts: [], unread: [], links: [], issues, understood: false, truncated };
  }
  if (!isAlertList(root)) {
    const { alert, issues: found } = decodeCapElement(root, { issues, offset: options.offset });
    const rest = { unread: [], links: [], truncated: false };
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
  const held = list.entries.flatMap(({ path, alert: element, alertText }): HeldAlert[] => {
    const own = element ? text.slice(element.start, element.end) : alertText;
    if (own === undefined) return [];
    const { alert, issues: found } = element
      ? decodeCapElement(element, { issues: [], offset: options.offset })
      : decodeCap(own, options);
    return [
      {
        ...(alert ? { alert } : {}),
        issues: found.map((one) => ({ ...one, path: `${path}${one.path}` })),
        text: own,
        hash: contentHash(own),
      },
    ];
  });
  const alerts = held.filter((one): one is FoundAlert => one.alert !== undefined);
  const links = list.entries.filter(
    ({ alert, alertText, link }) => alert === undefined && alertText === undefined && link !== undefined,
  );
  return {
    alerts,
    unread: held.filter(({ alert }) => alert === undefined),
    links,
    issues: [
      ...issues,
      ...list.issues,
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
