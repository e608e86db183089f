import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const escaped = (text: string, each: (character: string) => string): Buffer =>
  Buffer.from([...text].map((c) => (c < '\u0080' ? c : each(c))).join(''));
const units = (character: string, prefix: string): string =>
  Array.from({ length: character.length }, (_, i) => {
    return prefix + character.charCodeAt(i).toString(16).padStart(4, '0');
  }).join('');
const known = new Map<string, ReadonlyMap<string, Buffer>>();

/** Every way in which a text may stand in a file, a log line or an answer. */
export function tracesOf(text: string): ReadonlyMap<string, Buffer> {
  const have = known.get(text);
  if (have) return have;
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const found = new Map<string, Buffer>([
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['GB18030', gb18030(text)],
    ['JSON escapes', escaped(text, (c) => units(c, '\\u'))],
    ['JSON escapes, upper case', escaped(text, (c) => units(c, '\\u').toUpperCase().replaceAll('U', 'u'))],
    ['JSON escapes in JSON', escaped(text, (c) => units(c, '\\\\u'))],
    ['JSON escapes of all', Buffer.from([...text].map((c) => units(c, '\\u')).join(''))],
    ['XML escapes', escaped(text, (c) => `&#${c.codePointAt(0)};`)],
    ['XML escapes, hexadecimal', escaped(text, (c) => `&#x${c.codePointAt(0)!.toString(16)};`)],
    ['percent', Buffer.from(encodeURIComponent(text))],
    ['percent, lower case', Buffer.from(encodeURIComponent(text).toLowerCase())],
    ['hexadecimal', Buffer.from(utf8.toString('hex'))],
    ['hexadecimal, upper case', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['bytes in JSON', Buffer.from([...utf8].join(','))],
  ]);
  // Base64 looks different at each place in a group of three; what depends on the neighbours is left off.
  for (const [of, bytes] of [
    ['', utf8],
    [' of UTF-16LE', utf16],
    [' of GB18030', gb18030(text)],
  ] as const)
    for (const before of [0, 1, 2])
      for (const code of ['base64', 'base64url'] as const) {
        const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString(code);
        const trace = whole.slice(before === 0 ? 0 : before + 1, -4);
        // A shorter one is found by chance in any sealed row.
        if (trace.length >= 8) found.set(`${code}${of} ${before}`, Buffer.from(trace));
      }
  known.set(text, found);
  return found;
}

/** The ways in which a text stands in bytes. */
export function tracesIn(bytes: Buffer, text: string): string[] {
  return [...tracesOf(text)].filter(([, trace]) => bytes.includes(trace)).map(([way]) => way);
}

/** All files below a folder, each with what is in it. */
export function filesIn(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

const codes = new Map<string, Buffer>();

/** Node reads GB 18030 but does not write it: the table of its two-byte part, turned around. */
function gb18030(text: string): Buffer {
  if (codes.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let high = 0x81; high <= 0xfe; high += 1)
      for (let low = 0x40; low <= 0xfe; low += 1) {
        const bytes = Buffer.from([high, low]);
        const character = decoder.decode(bytes);
        if (character.length === 1) codes.set(character, bytes);
      }
  }
  return Buffer.concat([...text].map((character) => codes.get(character) ?? Buffer.from(character)));
}
