const gb18030 = new TextDecoder('gb18030');

/** Characters of two bytes: 81–FE, then 40–FE without 7F. */
const FIRST = 0x81;
const SECOND = 0x40;
const NONE = 0x7f;
const LAST = 0xfe;
const ROW = 0x100 - SECOND;
/** UTF-16 units by first and second byte, 0 where there is none; made when first needed. */
let pairs: Uint16Array | undefined;

/** All characters of two bytes as the platform decodes them: asking it for each short text would cost more than the frame. */
function readPairs(): Uint16Array {
  const made = new Uint16Array((LAST - FIRST + 1) * ROW);
  for (let first = FIRST; first <= LAST; first += 1)
    for (let second = SECOND; second <= LAST; second += 1)
      if (second !== NONE)
        made[(first - FIRST) * ROW + second - SECOND] = gb18030.decode(Uint8Array.of(first, second)).charCodeAt(0);
  return made;
}

/**
 * Text of a fixed or stated number of bytes, GB 18030, without the 00 or 20 it is padded with. No character of GB 18030 has a
 * byte 00, so what follows one is what was left in the device's buffer, and is dropped. A character cut at the end by the
 * fixed length becomes U+FFFD, as the decoder of the platform has it.
 */
export function readText(bytes: Uint8Array, at: number, length: number): string {
  if (bytes[at] === 0) return '';
  let end = at + length;
  while (end > at && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end -= 1;
  pairs ??= readPairs();
  const units: number[] = [];
  for (let i = at; i < end; i += 1) {
    const first = bytes[i]!;
    if (first === 0) return String.fromCharCode(...units).trimEnd();
    let unit = first;
    if (first > 0x7f) {
      i += 1;
      const second = i < end ? bytes[i]! : 0;
      unit = first < FIRST || second < SECOND ? 0 : (pairs[(first - FIRST) * ROW + second - SECOND] ?? 0);
      // Broken, or of four bytes: rare enough to ask the platform.
      if (unit === 0) return byPlatform(bytes.subarray(at, end));
    }
    units.push(unit);
  }
  return String.fromCharCode(...units);
}

function byPlatform(bytes: Uint8Array): string {
  const text = gb18030.decode(bytes);
  const over = text.indexOf('\0');
  return over < 0 ? text : text.slice(0, over).trimEnd();
}
