import { issue, type Issue } from './error.js';
import { DEEPEST } from './json.js';

/** What a JSON text may cost those who parse it and walk what it gives. */
interface JsonBounds {
  /** How deep lists and objects may stand in one another. */
  readonly depth: number;
  /** Values of the whole: lists, objects, words, numbers. */
  readonly values: number;
  /** Members of one object. */
  readonly members: number;
}

/** As many values as a list of every device of a large city has, each with thirty members. */
const MOST_VALUES = 400_000;
/** No object of any source has so many; a parser turns slow on one, as each name is another. */
const MOST_MEMBERS = 20_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The first bound that a JSON text breaks, found without parsing it: eight million brackets cost a parser a second and more, and
 * whoever walks what it gives the stack, or the memory. Ends there; of a text within bounds each character is looked at once.
 */
function boundBroken(text: string, most: JsonBounds): keyof JsonBounds | undefined {
  // Of each level that is open: members so far, or -1 for a list.
  const open = new Int32Array(most.depth + 1);
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) at = endOfString(text, at);
    else if (c === COMMA) {
      values += 1;
      if (values > most.values) return 'values';
      const members = open[depth]!;
      if (members >= 0 && depth > 0) {
        if (members + 1 >= most.members) return 'members';
        open[depth] = members + 1;
      }
    } else if (c === OPEN_LIST || c === OPEN_OBJECT) {
      depth += 1;
      if (depth > most.depth) return 'depth';
      values += 1;
      if (values > most.values) return 'values';
      open[depth] = c === OPEN_OBJECT ? 0 : -1;
    } else if ((c === CLOSE_LIST || c === CLOSE_OBJECT) && depth > 0) depth -= 1;
  }
  return undefined;
}

/** Where the string ends that begins here; the end of the text, when it is cut. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === BACKSLASH) at += 1;
    else if (c === QUOTE) return at;
  }
  return text.length;
}

/** Whether lists and objects of a JSON text stand more than `most` deep in one another. */
export const isDeeperJson = (text: string, most: number): boolean =>
  boundBroken(text, { depth: most, values: Infinity, members: Infinity }) === 'depth';

/**
 * What makes a JSON text from outside too heavy, to be asked for before it is parsed. Issues: `json-too-deep` (64), or
 * `json-too-many-values` (400,000 in all, or `most`; 20,000 members in one object).
 */
export function heavyJson(text: string, most = MOST_VALUES): Issue | undefined {
  const broken = boundBroken(text, { depth: DEEPEST, values: most, members: MOST_MEMBERS });
  if (broken === undefined) return undefined;
  if (broken === 'depth')
    return issue('json-too-deep', `Lists and objects stand more than ${DEEPEST} deep in one another; send it flatter.`);
  const said = broken === 'values' ? `more than ${most} values` : `an object of more than ${MOST_MEMBERS} members`;
  return issue('json-too-many-values', `The JSON has ${said}; send it in parts.`);
}
