import { issue, type Issue } from '@yingji/core';
import { readXml, type XmlOptions } from '../xml/read-xml.js';
import type { XmlElement } from '../xml/xml-element.js';
import type { CapAlert } from './cap-alert.js';
import { readAlert } from './read-alert.js';
import { capNames, capVersion } from './vocabulary.js';

export interface CapDecodeOptions extends Omit<XmlOptions, 'names'> {
  /** Offset (`+08:00`) of times that this sender writes without one; absent: such times are not read. */
  readonly offset?: string | undefined;
}

export interface CapDecoded {
  /** Missing when the document is no CAP alert or cannot be read; the Issues say why. */
  readonly alert?: CapAlert;
  readonly issues: readonly Issue[];
}

/**
 * Reads one CAP 1.1 or 1.2 alert (OASIS) from its bytes or text into a typed object with numeric polygons.
 * Pure, linear in the size of the input, never throws: what is wrong comes back as Issues with RFC 6901 paths.
 */
export function decodeCap(input: Uint8Array | string, options: CapDecodeOptions = {}): CapDecoded {
  const { root, issues } = readXml(input, { ...options, names: capNames });
  if (!root) return { issues };
  return decodeCapElement(root, { issues, offset: options.offset });
}

/** Reads an alert that stands in a document already read; `issues` are those of the document. */
export function decodeCapElement(
  element: XmlElement,
  { issues, offset }: { readonly issues: readonly Issue[]; readonly offset?: string | undefined },
): CapDecoded {
  if (!isAlert(element)) {
    const what =
      element.ns === ''
        ? `<${element.name.slice(0, 60)}>`
        : `<${element.name.slice(0, 60)}> of ${element.ns.slice(0, 80)}`;
    return {
      issues: [
        ...issues,
        issue('not-cap', `The document is ${what}, not a CAP alert.`, {
          path: `/${element.name.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`,
        }),
      ],
    };
  }
  const reading = { issues: [...issues], offset, corners: 0 };
  if (capVersion(element.ns) === undefined)
    reading.issues.push(
      issue('cap-namespace', 'The alert names no CAP version; it was read as 1.2.', {
        path: '/alert',
        level: 'warning',
        clause: 'CAP 1.2 §3.4',
      }),
    );
  const alert = readAlert(reading, element);
  return { alert, issues: reading.issues };
}

/** An `<alert>` of CAP, of a CAP not known yet, or of no namespace at all that holds what only a CAP alert holds. */
export function isAlert(element: XmlElement): boolean {
  if (element.name !== 'alert') return false;
  if (element.ns === '')
    return element.children.some(({ name }) => name === 'identifier' || name === 'msgType' || name === 'info');
  return capVersion(element.ns) !== undefined || element.ns.startsWith('urn:oasis:names:tc:emergency:cap:');
}
