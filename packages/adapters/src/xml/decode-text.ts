import { issue, type Issue } from '@yingji/core';

// One for all: a decode without `stream` leaves no state behind.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
/** A declaration ends well within this many characters. */
const HEAD = 200;
const [NEWLINE, RETURN] = [10, 13];

/** Labels whose superset reads more of what circulates: GB 2312 and GBK files hold GB 18030 characters. */
const SUPERSETS: ReadonlyMap<string, string> = new Map([
  ['gb2312', 'gb18030'],
  ['gb_2312-80', 'gb18030'],
  ['gbk', 'gb18030'],
  ['cp936', 'gb18030'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['utf8', 'utf-8'],
  ['cp1252', 'windows-1252'],
]);

const DECLARATION = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']\s*([^"'\s]*)\s*["']/;

/** How nearly every document begins. */
const PLAIN = /^<\?xml version=["']1.0["'] encoding=["']utf-8["']/i;

/** The encoding that a byte order mark or the shape of the first two bytes shows. */
function shownEncoding(bytes: Uint8Array): string | undefined {
  const a = bytes[0];
  const b = bytes[1];
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xef && b === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (a === 0 && b === 0x3c) return 'utf-16be';
  if (a === 0x3c && b === 0) return 'utf-16le';
  return undefined;
}

/**
 * Decodes by the byte order mark, else by the XML declaration, else as UTF-8 (XML 1.0 §4.3.3). Bytes that do not fit are read by `fallback` where one is configured, else shown as U+FFFD; both with an Issue.
 * `undefined` only for an encoding that this machine does not know.
 */
function decode(bytes: Uint8Array, fallback: string | undefined, issues: Issue[]): string | undefined {
  const shown = shownEncoding(bytes);
  const asUtf8 = shown === undefined || shown === 'utf-8' ? strictly(strictUtf8, bytes) : undefined;
  if (asUtf8 !== undefined && (shown === 'utf-8' || PLAIN.test(asUtf8))) return asUtf8;
  // Every encoding that can reach this line without a mark writes the declaration in ASCII.
  const head = asUtf8 === undefined ? String.fromCharCode(...bytes.subarray(0, HEAD)) : asUtf8.slice(0, HEAD);
  const declared = shown ?? DECLARATION.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  // A declaration that could be read byte by byte cannot be UTF-16, whatever it says.
  const label = shown === undefined && declared.startsWith('utf-16') ? 'utf-8' : (SUPERSETS.get(declared) ?? declared);
  if (label === 'utf-8' && asUtf8 !== undefined) return asUtf8;

  const decoder = decoderOf(label);
  if (!decoder) {
    issues.push(
      issue('xml-encoding', `Encoding "${declared.slice(0, 40)}" is not known here. Ask the sender for UTF-8.`, {
        clause: 'XML 1.0 §4.3.3',
      }),
    );
    return undefined;
  }
  const text = label === 'utf-8' ? undefined : strictly(decoder, bytes);
  if (text !== undefined) return text;
  const other = fallback === undefined ? undefined : decoderOf(fallback);
  const read = other && strictly(other, bytes);
  issues.push(
    issue(
      'xml-bytes',
      read === undefined
        ? `Some bytes are no ${label} and show as U+FFFD. Ask the sender to declare the encoding used, or configure "encoding".`
        : `The bytes are no ${label}; they were read as ${fallback}, as configured. Ask the sender to declare it.`,
      { level: 'warning', clause: 'XML 1.0 §4.3.3' },
    ),
  );
  return read ?? new TextDecoder(label).decode(bytes);
}

/** No encoding that shares its first 32 codes with ASCII uses those two inside of a longer character. */
function withoutReturns(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte !== RETURN) out[to++] = byte;
    else if (bytes[at + 1] !== NEWLINE) out[to++] = NEWLINE;
  }
  return out.subarray(0, to);
}

/**
 * Turns the bytes of a document into text, line ends as XML 1.0 §2.11 has them. A document may hold a million carriage
 * returns: they are taken out of the bytes, which is quicker than replacing each in the text.
 */
export function decodeXmlText(bytes: Uint8Array, fallback: string | undefined, issues: Issue[]): string | undefined {
  const text = decode(bytes, fallback, issues);
  if (text === undefined || !text.includes('\r')) return text;
  if (shownEncoding(bytes)?.startsWith('utf-16')) return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return decode(withoutReturns(bytes), fallback, []);
}

/** `undefined` when the bytes do not fit. */
function strictly(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return undefined;
  }
}
