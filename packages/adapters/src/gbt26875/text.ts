const gb18030 = new TextDecoder('gb18030');

/**
 * Text of a fixed or stated number of bytes, GB 18030, without the 00 or 20 it is padded with. No character of GB 18030 has a
 * byte 00, so what follows one is what was left in the device's buffer, and is dropped. A character cut at the end by the
 * fixed length becomes U+FFFD, as the decoder of the platform has it.
 */
export function readText(bytes: Uint8Array, at: number, length: number): string {
  let end = at + length;
  while (end > at && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end -= 1;
  if (end === at) return '';
  const text = gb18030.decode(bytes.subarray(at, end));
  const over = text.indexOf('\0');
  return over < 0 ? text : text.slice(0, over).trimEnd();
}
