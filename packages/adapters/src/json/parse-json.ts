import type { Json } from '@yingji/core';

/** No number of fewer digits is rounded. */
const LONG = /\d{16}/;
const WHOLE = /^-?[1-9]\d{15,}$/;
/** A string, cut or whole, or what stands where a number does. */
const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"?|[-+.\deE]+/g;

/**
 * JSON text as a value, and every whole number that JSON.parse would round as the text of its digits: platforms give alarms and devices
 * numbers of nineteen digits, of which the last three would be gone, and two alarms were one. SyntaxError where it is no JSON.
 */
export function parseJson(text: string): Json {
  if (!LONG.test(text)) return JSON.parse(text) as Json;
  // A number that names a member is no JSON, and must not become some.
  const isName = /[ \t\r\n]*:/y;
  const written = text.replace(TOKEN, (token, at: number) => {
    if (!WHOLE.test(token) || Number.isSafeInteger(Number(token))) return token;
    isName.lastIndex = at + token.length;
    return isName.test(text) ? token : `"${token}"`;
  });
  return JSON.parse(written) as Json;
}
