const gb18030 = new TextDecoder('gb18030');

/**
 * Text of a fixed or stated number of bytes, GB 18030, without the 00 or 20 it is padded with. A character cut at the end by
 * the fixed length becomes U+FFFD, as the decoder of the platform has it.
 */
export function readText(bytes: Uint8Array, at: number, length: number): string {
  let end = at + length;
  while (end > at && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end -= 1;
  return end === at ? '' : gb18030.decode(bytes.subarray(at, end));
}
