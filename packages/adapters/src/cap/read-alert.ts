import { deepText, type XmlElement } from '../xml/xml-element.js';
import type { CapAlert, CapInfo, CapReference } from './cap-alert.js';
import { checkAlert } from './check-alert.js';
import { readCapTime } from './cap-time.js';
import { readInfo, readTime } from './read-info.js';
import { lineOf, short, textOf, walk, wordOf } from './read-elements.js';
import { tell, type CapReading, type Where } from './tell.js';
import { alertElements, capVersion, SIGNATURE_NAMESPACE, vocabulary } from './vocabulary.js';

/** Text of unknown elements that is kept, in characters. */
const MOST_UNKNOWN = 2_000;
/** References, addresses, incidents: a message that names more of them is not of a person's making. */
const MOST_WORDS = 1_000;
/** Infos of one alert: languages times parts of its area. */
const MOST_INFOS = 500;

type Found = { -readonly [K in keyof CapAlert]: CapAlert[K] };

/** Reads an `<alert>` element: every element of CAP, with an Issue for whatever the norm would not have. */
export function readAlert(reading: CapReading, root: XmlElement): CapAlert {
  const where: Where = { up: undefined, element: root };
  let referencesElement: XmlElement | undefined;
  const codes: string[] = [];
  const infos: CapInfo[] = [];
  const infoElements: XmlElement[] = [];
  const unknown: { path: string; text: string }[] = [];
  const found: Found = {
    version: capVersion(root.ns) ?? '',
    identifier: undefined,
    sender: undefined,
    sent: undefined,
    sentText: undefined,
    status: undefined,
    msgType: undefined,
    source: undefined,
    scope: undefined,
    restriction: undefined,
    addresses: [],
    codes,
    note: undefined,
    references: [],
    incidents: [],
    infos,
    signed: false,
    unknown,
  };

  const stranger = ({ up, element }: Where): void => {
    if (element.ns === SIGNATURE_NAMESPACE) {
      found.signed = true;
      return;
    }
    const text = deepText(element).slice(0, MOST_UNKNOWN);
    if (text !== '' && unknown.length < 20) unknown.push({ path: `${up ? path(up) : ''}/${element.name}`, text });
  };
  const word = (element: XmlElement, words: ReadonlySet<string>): string | undefined =>
    wordOf(reading, where, { element, words });

  walk(reading, where, {
    sequence: alertElements,
    take: (child) => {
      switch (child.name) {
        case 'info':
          if (infos.length < MOST_INFOS) {
            infos.push(readInfo(reading, { up: where, element: child }, stranger));
            infoElements.push(child);
          } else if (infos.length === infoElements.length) {
            tell(
              reading,
              { up: where, element: child },
              { code: 'cap-too-many', level: 'error', message: `Only the first ${MOST_INFOS} <info> were read.` },
            );
            infoElements.push(child);
          }
          break;
        case 'identifier':
        case 'sender': {
          const name = lineOf(reading, where, child);
          found[child.name] = name;
          if (name !== undefined && /[\s,<&]/.test(name))
            tell(
              reading,
              { up: where, element: child },
              {
                code: `cap-${child.name}`,
                message: `"${short(name)}" holds a space, comma, "<" or "&"; messages that refer to it may not find it.`,
                clause: 'CAP 1.2 §3.2.1',
              },
            );
          break;
        }
        case 'sent':
          found.sentText = textOf(reading, where, child);
          found.sent = readTime(reading, where, child);
          break;
        case 'status':
          found.status = word(child, vocabulary.status);
          break;
        case 'msgType':
          found.msgType = word(child, vocabulary.msgType);
          break;
        case 'scope':
          found.scope = word(child, vocabulary.scope);
          break;
        case 'code': {
          const code = textOf(reading, where, child);
          if (code !== undefined) codes.push(code);
          break;
        }
        case 'addresses':
          found.addresses = quotedWords(textOf(reading, where, child) ?? '');
          break;
        case 'incidents':
          found.incidents = quotedWords(textOf(reading, where, child) ?? '');
          break;
        case 'references':
          referencesElement = child;
          found.references = readReferences(reading, where, child);
          break;
        case 'source':
          found.source = lineOf(reading, where, child);
          break;
        case 'restriction':
          found.restriction = textOf(reading, where, child);
          break;
        case 'note':
          found.note = textOf(reading, where, child);
          break;
      }
    },
    stranger: (child) => stranger({ up: where, element: child }),
  });

  checkAlert(reading, where, { alert: found, referencesElement, infoElements });
  return found;
}

/** `sender,identifier,sent` set apart by white space. What is no such triple is told and left out. */
function readReferences(reading: CapReading, where: Where, element: XmlElement): CapReference[] {
  const text = textOf(reading, where, element);
  if (text === undefined) return [];
  const references: CapReference[] = [];
  let words = 0;
  for (const [word] of text.matchAll(/\S+/g)) {
    if ((words += 1) > MOST_WORDS) {
      tell(
        reading,
        { up: where, element },
        { code: 'cap-too-many', message: `Only the first ${MOST_WORDS} references were read.` },
      );
      break;
    }
    const first = word.indexOf(',');
    const last = word.lastIndexOf(',');
    const sentText = word.slice(last + 1);
    const sent = last > first ? readCapTime(sentText, reading.offset).instant : undefined;
    if (sent === undefined)
      tell(
        reading,
        { up: where, element },
        {
          code: 'cap-references',
          message: `"${short(word)}" is no "sender,identifier,sent"; ${last > first ? 'its time cannot be read' : 'it was left out'}.`,
          clause: 'CAP 1.2 §3.2.1',
        },
      );
    if (last > first)
      references.push({ sender: word.slice(0, first), identifier: word.slice(first + 1, last), sentText, sent });
  }
  return references;
}

/** Words set apart by white space; one that holds white space stands in double quotes (CAP 1.2 §3.2.1). */
function quotedWords(text: string): string[] {
  const words: string[] = [];
  for (const [whole, quoted] of text.matchAll(/"([^"]*)"|[^\s"]+/g)) {
    const word = (quoted ?? whole).trim();
    if (word !== '') words.push(word);
    if (words.length >= MOST_WORDS) break;
  }
  return words;
}

function path(where: Where): string {
  return where.up ? `${path(where.up)}/${where.element.name}` : `/${where.element.name}`;
}
