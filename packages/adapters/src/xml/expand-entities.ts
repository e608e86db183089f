const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const AMPERSAND = 38;
const SEMICOLON = 59;
const HASH = 35;
const X = 120;

/** The longest reference that can mean something, "&" and ";" included, with a few leading zeros. */
const LONGEST = 16;

/**
 * Replaces the five named entities of XML and numeric references. Anything else cannot mean anything without a DTD, which
 * is refused: it stays as written, and `odd` is told, because a person can still read it. Linear whatever the text.
 */
export function expandEntities(text: string, odd: (reference: string) => void): string {
  let amp = text.indexOf('&');
  if (amp < 0) return text;
  let out = '';
  let from = 0;
  while (amp >= 0) {
    let end = amp + 1;
    let code = text.charCodeAt(end);
    for (; code !== SEMICOLON && code !== AMPERSAND && end - amp < LONGEST; code = text.charCodeAt((end += 1)));
    const value = code === SEMICOLON ? meaning(text, amp + 1, end) : undefined;
    if (value === undefined) odd(code === SEMICOLON ? text.slice(amp, end + 1) : '&');
    else {
      if (value === '\ufffd') odd(text.slice(amp, end + 1));
      out += from === amp ? value : text.slice(from, amp) + value;
      from = end + 1;
    }
    amp = text.indexOf('&', value === undefined ? amp + 1 : from);
  }
  return out + text.slice(from);
}

function meaning(text: string, from: number, end: number): string | undefined {
  if (text.charCodeAt(from) === HASH) return numeric(text.slice(from + 1, end));
  return NAMED.get(text.slice(from, end));
}

/** `65` or `x41`; U+FFFD for a number that XML 1.0 §2.2 allows no character. */
function numeric(digits: string): string | undefined {
  const hexadecimal = digits.charCodeAt(0) === X;
  const from = hexadecimal ? 1 : 0;
  if (digits.length === from) return undefined;
  let code = 0;
  for (let at = from; at < digits.length; at += 1) {
    const unit = digits.charCodeAt(at);
    const letter = hexadecimal ? unit | 0x20 : 0;
    if (unit >= 48 && unit <= 57) code = code * (hexadecimal ? 16 : 10) + unit - 48;
    else if (letter >= 97 && letter <= 102) code = code * 16 + letter - 87;
    else return undefined;
  }
  const allowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : '\ufffd';
}
