import type { Instant } from '@yingji/core';
import type { XmlElement } from '../xml/xml-element.js';
import type { CapArea, CapInfo, CapNamed, CapResource } from './cap-alert.js';
import { readCapTime } from './cap-time.js';
import { readArea, readNamed, readResource } from './read-area.js';
import { lineOf, proseOf, short, textOf, walk, wordOf } from './read-elements.js';
import { tell, type CapReading, type Where } from './tell.js';
import { infoElements, vocabulary } from './vocabulary.js';

/** RFC 3066 §2.1: letters first, then letters and digits, parts of one to eight. */
const LANGUAGE = /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i;

type Found = { -readonly [K in keyof CapInfo]: CapInfo[K] };

export function readInfo(reading: CapReading, where: Where, stranger: (where: Where) => void): CapInfo {
  const categories: string[] = [];
  const responseTypes: string[] = [];
  const eventCodes: CapNamed[] = [];
  const parameters: CapNamed[] = [];
  const resources: CapResource[] = [];
  const areas: CapArea[] = [];
  // Every member from the start: an object that grows is slow to make and slow to read.
  const found: Found = {
    language: 'en-US',
    categories,
    event: undefined,
    responseTypes,
    urgency: undefined,
    severity: undefined,
    certainty: undefined,
    audience: undefined,
    eventCodes,
    effective: undefined,
    onset: undefined,
    expires: undefined,
    senderName: undefined,
    headline: undefined,
    description: undefined,
    instruction: undefined,
    web: undefined,
    contact: undefined,
    parameters,
    resources,
    areas,
  };

  const word = (element: XmlElement, words: ReadonlySet<string>): string | undefined =>
    wordOf(reading, where, { element, words });
  const named = (list: CapNamed[], element: XmlElement): void => {
    const pair = readNamed(reading, { up: where, element }, stranger);
    if (pair) list.push(pair);
  };
  const add = (list: string[], text: string | undefined): void => {
    if (text !== undefined) list.push(text);
  };

  walk(reading, where, {
    sequence: infoElements,
    take: (child) => {
      switch (child.name) {
        case 'area':
          areas.push(readArea(reading, { up: where, element: child }, stranger));
          break;
        case 'parameter':
          named(parameters, child);
          break;
        case 'eventCode':
          named(eventCodes, child);
          break;
        case 'resource':
          resources.push(readResource(reading, { up: where, element: child }, stranger));
          break;
        case 'category':
          add(categories, word(child, vocabulary.category));
          break;
        case 'responseType':
          add(responseTypes, word(child, vocabulary.responseType));
          break;
        case 'urgency':
          found.urgency = word(child, vocabulary.urgency);
          break;
        case 'severity':
          found.severity = word(child, vocabulary.severity);
          break;
        case 'certainty':
          found.certainty = word(child, vocabulary.certainty);
          break;
        case 'effective':
          found.effective = readTime(reading, where, child);
          break;
        case 'onset':
          found.onset = readTime(reading, where, child);
          break;
        case 'expires':
          found.expires = readTime(reading, where, child);
          break;
        case 'headline':
          found.headline = proseOf(reading, where, child)?.replace(/\s*\n\s*/g, ' ');
          break;
        case 'description':
          found.description = proseOf(reading, where, child);
          break;
        case 'instruction':
          found.instruction = proseOf(reading, where, child);
          break;
        case 'language': {
          const language = textOf(reading, where, child);
          if (language !== undefined) found.language = language;
          if (language !== undefined && !LANGUAGE.test(language))
            tell(
              reading,
              { up: where, element: child },
              {
                code: 'cap-language',
                message: `"${short(language)}" is no RFC 3066 language tag; it is kept as written.`,
                clause: 'CAP 1.2 §3.2.2',
              },
            );
          break;
        }
        case 'event':
          found.event = lineOf(reading, where, child);
          break;
        case 'senderName':
          found.senderName = lineOf(reading, where, child);
          break;
        case 'audience':
          found.audience = textOf(reading, where, child);
          break;
        case 'web':
          found.web = textOf(reading, where, child);
          break;
        case 'contact':
          found.contact = textOf(reading, where, child);
          break;
      }
    },
    stranger: (child) => stranger({ up: where, element: child }),
  });

  return found;
}

/** A time of the alert; told when it is not of the norm's form or cannot be read. */
export function readTime(reading: CapReading, where: Where, element: XmlElement): Instant | undefined {
  const text = textOf(reading, where, element);
  if (text === undefined) return undefined;
  const { instant, fault } = readCapTime(text, reading.offset);
  if (fault !== undefined)
    tell(
      reading,
      { up: where, element },
      {
        code: instant === undefined ? 'cap-time' : 'cap-time-form',
        level: instant === undefined ? 'error' : 'warning',
        message: `${fault}.`,
        clause: 'CAP 1.2 §3.3.2',
      },
    );
  return instant;
}
