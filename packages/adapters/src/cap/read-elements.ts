import { deepText, type XmlElement } from '../xml/xml-element.js';
import { isFull, tell, type CapReading, type Where } from './tell.js';
import { capVersion, formerValues, SIGNATURE_NAMESPACE, type CapSequence } from './vocabulary.js';

/**
 * Goes through the children of a CAP element: gives each known one to `take`, tells what is missing, doubled, out of order
 * or unknown. Of a doubled element the first counts. Unknown ones go to `stranger`.
 */
export function walk(
  reading: CapReading,
  where: Where,
  {
    sequence,
    take,
    stranger,
  }: {
    readonly sequence: CapSequence;
    readonly take: (child: XmlElement) => void;
    readonly stranger: (child: XmlElement) => void;
  },
): void {
  const { element } = where;
  if (element.text !== '' && element.text.trim() !== '')
    tell(reading, where, {
      code: 'cap-stray-text',
      message: `Text "${short(element.text.trim())}" stands between the elements; it was left out.`,
      clause: 'CAP 1.2 §3.4',
    });
  let seen = 0;
  let last = -1;
  let ordered = true;
  for (const child of element.children) {
    const known =
      child.ns === element.ns || child.ns === '' || capVersion(child.ns) !== undefined
        ? sequence.elements.get(child.name)
        : undefined;
    if (known === undefined) {
      if (child.ns !== SIGNATURE_NAMESPACE)
        tell(
          reading,
          { up: where, element: child },
          {
            code: 'cap-unknown-element',
            message: `<${short(child.name)}> is no element of CAP at this place; its text is kept aside.`,
            clause: 'CAP 1.2 §3.4',
          },
        );
      stranger(child);
      continue;
    }
    const bit = 1 << known.order;
    if ((seen & bit) !== 0 && !known.many) {
      tell(
        reading,
        { up: where, element: child },
        {
          code: 'cap-duplicate',
          message: `<${child.name}> stands here again; the first one counts.`,
          clause: 'CAP 1.2 §3.4',
        },
      );
      continue;
    }
    seen |= bit;
    if (known.order < last) ordered = false;
    else last = known.order;
    take(child);
  }
  if (!ordered) tellOrder(reading, where, sequence);
  if ((sequence.required & ~seen) !== 0) tellMissing(reading, where, { sequence, seen });
}

function tellMissing(
  reading: CapReading,
  where: Where,
  { sequence, seen }: { readonly sequence: CapSequence; readonly seen: number },
): void {
  if (isFull(reading)) return;
  const missing = sequence.required & ~seen;
  for (const { name, order } of sequence.elements.values()) {
    if ((missing & (1 << order)) !== 0)
      tell(reading, where, { code: 'cap-missing', message: `<${name}> is missing.`, clause: 'CAP 1.2 §3.4' });
  }
}

/** Tells the first element that stands before one it should follow. */
function tellOrder(reading: CapReading, where: Where, sequence: CapSequence): void {
  let high = -1;
  let lowest = Infinity;
  const known = where.element.children.flatMap((child) => {
    const order = sequence.elements.get(child.name)?.order;
    if (order === undefined) return [];
    if (order < high) lowest = Math.min(lowest, order);
    high = Math.max(high, order);
    return [{ child, order }];
  });
  const first = known.find(({ order }) => order > lowest);
  if (first)
    tell(
      reading,
      { up: where, element: first.child },
      {
        code: 'cap-order',
        level: 'info',
        message: `<${first.child.name}> stands before an element that should come first; it was read all the same.`,
        clause: 'CAP 1.2 §3.4',
      },
    );
}

/** Elements whose absence a reader of the warning feels. */
const REQUIRED = new Set(
  'identifier sender sent status msgType scope event urgency severity certainty areaDesc'.split(' '),
);

/** The text of a leaf, trimmed; `undefined` and an Issue when it is empty. */
export function textOf(reading: CapReading, where: Where, element: XmlElement): string | undefined {
  let text = element.text;
  if (element.children.length > 0) {
    tell(
      reading,
      { up: where, element },
      {
        code: 'cap-markup',
        message: `<${element.name}> holds elements; only their text is kept.`,
        clause: 'CAP 1.2 §3.4',
      },
    );
    text = deepText(element);
  }
  const last = text.charCodeAt(text.length - 1);
  if (text.charCodeAt(0) <= 32 || last <= 32 || last >= 128) text = text.trim();
  if (text !== '') return text;
  tell(
    reading,
    { up: where, element },
    {
      code: 'cap-empty',
      level: REQUIRED.has(element.name) ? 'warning' : 'info',
      message: `<${element.name}> is empty and counts as missing.`,
    },
  );
  return undefined;
}

/** The text of a leaf that names something: line breaks and tabs in it become single spaces. */
export function lineOf(reading: CapReading, where: Where, element: XmlElement): string | undefined {
  const text = textOf(reading, where, element);
  return text !== undefined && (text.includes('\n') || text.includes('\t')) ? text.replace(/\s+/g, ' ') : text;
}

const TAG = /<\/?[a-z][a-z0-9]{0,15}[\s/>]/i;
const ENTITY = /&(?:[a-z]{2,8}|#\d{1,6});/iy;
/** Ampersands of a text that are looked at. */
const MOST_AMPERSANDS = 1_000;

/** The text of a leaf that people read; markup in it shows as text, which is told. */
export function proseOf(reading: CapReading, where: Where, element: XmlElement): string | undefined {
  const text = textOf(reading, where, element);
  if (text === undefined) return undefined;
  if ((text.includes('<') && TAG.test(text)) || holdsEntity(text))
    tell(
      reading,
      { up: where, element },
      {
        code: 'cap-html',
        level: 'info',
        message: `<${element.name}> holds HTML, which shows as written.`,
        clause: 'CAP 1.2 §3.3.4',
      },
    );
  return text;
}

/** Most texts hold an ampersand as a word of its own, which needs no pattern to be seen. */
function holdsEntity(text: string): boolean {
  let left = MOST_AMPERSANDS;
  for (let at = text.indexOf('&'); at >= 0 && left > 0; at = text.indexOf('&', at + 1)) {
    if (text.charCodeAt(at + 1) <= 32) continue;
    left -= 1;
    ENTITY.lastIndex = at;
    if (ENTITY.test(text)) return true;
  }
  return false;
}

/** A value of a closed list. Another spelling is put right; another value is kept as written; both are told. */
export function wordOf(
  reading: CapReading,
  where: Where,
  { element, words }: { readonly element: XmlElement; readonly words: ReadonlySet<string> },
): string | undefined {
  const text = textOf(reading, where, element);
  if (text === undefined || words.has(text)) return text;
  const lower = text.toLowerCase();
  const former = formerValues.get(lower);
  const meant =
    former !== undefined && words.has(former) ? former : [...words].find((word) => word.toLowerCase() === lower);
  tell(
    reading,
    { up: where, element },
    {
      code: 'cap-enum',
      level: meant === undefined ? 'warning' : 'info',
      message: `"${short(text)}" is no <${element.name}> of CAP; ${meant === undefined ? 'it is kept as written' : `it was read as ${meant}`}.`,
      clause: 'CAP 1.2 §3.2',
    },
  );
  return meant ?? text;
}

export function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
