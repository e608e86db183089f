import type { Json } from '@yingji/core';

/** No number of fewer digits is rounded. */
const LONG = /\d{16}/;
const WHOLE = /^-?[1-9]\d{15,}$/;
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];

/**
 * JSON text as a value, and every whole number that JSON.parse would round as the text of its digits: platforms give alarms and devices
 * numbers of nineteen digits, of which the last three would be gone, and two alarms were one. SyntaxError where it is no JSON.
 */
export function parseJson(text: string): Json {
  return JSON.parse(LONG.test(text) ? withLongAsText(text) : text) as Json;
}

function withLongAsText(text: string): string {
  let written = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === QUOTE) at = endOfString(text, at);
    else if (isOfNumber(c)) {
      let to = at + 1;
      while (to < text.length && isOfNumber(text.charCodeAt(to))) to += 1;
      const number = text.slice(at, to);
      if (WHOLE.test(number) && !Number.isSafeInteger(Number(number)) && !isName(text, to)) {
        written += `${text.slice(from, at)}"${number}"`;
        from = to;
      }
      at = to - 1;
    }
  }
  return written + text.slice(from);
}

/** Digits, `-`, `+`, `.`, `e` and `E`. */
const isOfNumber = (c: number): boolean =>
  (c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x2b || c === 0x2e || c === 0x65 || c === 0x45;

/** Whether what ends here is the name of a member, which is no JSON without quotes. */
function isName(text: string, from: number): boolean {
  let at = from;
  while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at += 1;
  return text.charCodeAt(at) === COLON;
}

/** Where the string ends that begins here; the end of the text, where it is cut. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === BACKSLASH) at += 1;
    else if (c === QUOTE) return at;
  }
  return text.length;
}
