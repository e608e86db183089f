import type { Checksum } from './layout.js';

type Algorithm = Checksum['of'];

export const CHECKSUM_BYTES: { readonly [of in Algorithm]: 1 | 2 } = { sum8: 1, xor8: 1, 'crc16-modbus': 2 };

/** The sum of some bytes as a whole number, for an answer that carries one too. CRC-16/MODBUS: polynomial 0xA001 reflected, start 0xFFFF. */
export function checksum(of: Algorithm, bytes: Uint8Array): number {
  if (of === 'sum8') return bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
  if (of === 'xor8') return bytes.reduce((sum, byte) => sum ^ byte, 0);
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
