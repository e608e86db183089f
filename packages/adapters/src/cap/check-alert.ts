import type { Instant } from '@yingji/core';
import type { XmlElement } from '../xml/xml-element.js';
import type { CapAlert } from './cap-alert.js';
import { short } from './read-elements.js';
import { tell, type CapReading, type Where } from './tell.js';

/** Infos whose texts are compared with the first one's. */
const MOST_COMPARED = 16;

export interface WholeAlert {
  readonly alert: CapAlert;
  readonly referencesElement: XmlElement | undefined;
  readonly infoElements: readonly XmlElement[];
}

/** Rules between elements: what each element alone does not show. */
export function checkAlert(
  reading: CapReading,
  where: Where,
  { alert, referencesElement, infoElements }: WholeAlert,
): void {
  if (alert.restriction !== undefined && alert.scope !== 'Restricted')
    tell(reading, where, {
      code: 'cap-restriction',
      message: `<restriction> goes with scope Restricted, not ${short(alert.scope ?? 'none')}.`,
      clause: 'CAP 1.2 §3.2.1',
    });
  if (alert.scope === 'Private' && alert.addresses.length === 0)
    tell(reading, where, {
      code: 'cap-addresses',
      message: 'Scope Private needs <addresses>.',
      clause: 'CAP 1.2 §3.2.1',
    });
  if ((alert.msgType === 'Update' || alert.msgType === 'Cancel') && alert.references.length === 0)
    tell(reading, where, {
      code: 'cap-references-missing',
      message: `${alert.msgType} names no message; nothing it means can be found. Ask the sender for <references>.`,
      clause: 'CAP 1.2 §3.2.1',
    });
  if (referencesElement) {
    const at: Where = { up: where, element: referencesElement };
    for (const { sender, identifier, sent } of alert.references) {
      if (sender === alert.sender && identifier === alert.identifier)
        tell(reading, at, {
          code: 'cap-circular-reference',
          message: 'The alert refers to its own identifier.',
          clause: 'CAP 1.2 §3.2.1',
        });
      else if (later(sent, alert.sent))
        tell(reading, at, {
          code: 'cap-postdated-reference',
          message: `It refers to ${short(identifier)}, which was sent later (${sent}).`,
          clause: 'CAP 1.2 §3.2.1',
        });
    }
  }
  for (const [index, { effective, expires }] of alert.infos.entries()) {
    const begins = effective ?? alert.sent;
    const element = infoElements[index];
    if (element && begins !== undefined && expires !== undefined && !later(expires, begins))
      tell(
        reading,
        { up: where, element },
        {
          code: 'cap-time-order',
          message: `It expires (${expires}) before or when it takes effect (${begins}): it is over on arrival.`,
          clause: 'CAP 1.2 §3.2.2',
        },
      );
  }
  const first = alert.infos[0];
  const text = first?.description ?? first?.headline;
  for (let index = 1; text !== undefined && index < alert.infos.length && index < MOST_COMPARED; index += 1) {
    const other = alert.infos[index]!;
    if (other.language === first!.language || (other.description ?? other.headline) !== text) continue;
    tell(reading, where, {
      code: 'cap-same-text',
      level: 'info',
      message: `The texts in ${short(first!.language)} and ${short(other.language)} are the same.`,
      clause: 'CAP 1.2 §3.2.2',
    });
    break;
  }
}

function later(a: Instant | undefined, b: Instant | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  // Nearly all times of one alert are of one offset and can be compared as they stand.
  return a.length === b.length && a.endsWith(b.slice(19)) ? a > b : Date.parse(a) > Date.parse(b);
}
