import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every way in which a text may stand in a file, a log line or an answer. */
export function tracesOf(text: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const escaped = [...utf16.toString('utf16le')].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const found = new Map<string, Buffer>([
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['GB18030', gb18030(text)],
    ['JSON escapes', Buffer.from(escaped.join(''))],
    ['percent', Buffer.from(encodeURIComponent(text))],
    ['hexadecimal', Buffer.from(utf8.toString('hex'))],
    ['bytes in JSON', Buffer.from([...utf8].join(','))],
  ]);
  // Base64 looks different at each place in a group of three; what depends on the neighbours is left off.
  for (const before of [0, 1, 2])
    for (const code of ['base64', 'base64url'] as const) {
      const whole = Buffer.concat([Buffer.alloc(before), utf8]).toString(code);
      found.set(`${code} ${before}`, Buffer.from(whole.slice(before === 0 ? 0 : before + 1, -4)));
    }
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
