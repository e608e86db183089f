/**
 * A short name for a text, the same on every machine: FNV-1a, twice with different starts, 16 hex digits.
 * For deterministic ids and cache keys only; it guards against accidents, not against an attacker.
 */
export function digest(text: string): string {
  let one = 0x811c9dc5;
  let other = PRIME;
  // Both at once: neither waits for the other's product, and the text is gone through once.
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    one = Math.imul(Math.imul(one ^ (unit & 0xff), PRIME) ^ (unit >>> 8), PRIME);
    other = Math.imul(Math.imul(other ^ (unit & 0xff), PRIME) ^ (unit >>> 8), PRIME);
  }
  return hex(one) + hex(other);
}

/** The same of bytes, as of a text whose characters they are. */
export function digestBytes(bytes: Uint8Array): string {
  let one = 0x811c9dc5;
  let other = PRIME;
  // The upper half of each character is nought, so that its two products are one.
  for (let i = 0; i < bytes.length; i += 1) {
    one = Math.imul(one ^ bytes[i]!, SQUARE);
    other = Math.imul(other ^ bytes[i]!, SQUARE);
  }
  return hex(one) + hex(other);
}

const PRIME = 0x01000193;
const SQUARE = Math.imul(PRIME, PRIME);

const hex = (hash: number): string => (hash >>> 0).toString(16).padStart(8, '0');
