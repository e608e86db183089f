/**
 * A short hash of a text or of bytes, 14 base-36 characters at most: two FNV-1a runs of 32 bits that start apart.
 * It tells versions of one message apart; it guards against nobody, and the message's own identity stands beside it.
 */
export function contentHash(content: string | Uint8Array): string {
  let a = 0x811c9dc5;
  let b = 0x5bd1e995;
  for (let at = 0; at < content.length; at += 1) {
    const unit = typeof content === 'string' ? content.charCodeAt(at) : content[at]!;
    a = Math.imul(a ^ (unit & 0xff), 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193) ^ (b >>> 15);
    if (unit > 0xff) a = Math.imul(a ^ (unit >>> 8), 0x01000193);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36).padStart(7, '0');
}
