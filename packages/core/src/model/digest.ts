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

const PRIME = 0x01000193;

const hex = (hash: number): string => (hash >>> 0).toString(16).padStart(8, '0');
