import { issue, type Issue } from './error.js';
import { DEEPEST } from './json.js';

/**
 * Whether lists and objects of a JSON text stand more than `most` deep in one another, without parsing it: eight million brackets
 * cost a parser a second and more, and whoever walks what it gives the stack. Ends at the first that is too deep.
 */
export function isDeeperJson(text: string, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (inString) {
      if (c === 0x5c) at += 1;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x5b || c === 0x7b) {
      depth += 1;
      if (depth > most) return true;
    } else if (c === 0x5d || c === 0x7d) depth -= 1;
  }
  return false;
}

/** The Issue `json-too-deep` of a JSON text that is nested more than 64 deep, to be asked for before the text is parsed. */
export function deepJson(text: string): Issue | undefined {
  if (!isDeeperJson(text, DEEPEST)) return undefined;
  return issue('json-too-deep', `Lists and objects stand more than ${DEEPEST} deep in one another; send it flatter.`);
}
