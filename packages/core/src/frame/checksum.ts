import type { Checksum } from './layout.js';

type Algorithm = Checksum['of'];

export const CHECKSUM_BYTES: { readonly [of in Algorithm]: 1 | 2 } = {
  ...{ sum8: 1, xor8: 1, 'crc16-modbus': 2, 'crc16-ccitt-false': 2, 'crc16-xmodem': 2 },
};
export const ALGORITHMS = Object.keys(CHECKSUM_BYTES) as readonly Algorithm[];

/**
 * The sum of some bytes as a whole number, for an answer that carries one too. CRC-16/MODBUS: polynomial 0x8005 reflected (0xA001), start
 * 0xFFFF. What documents call CRC-16/CCITT is polynomial 0x1021, from the highest bit on, with start 0xFFFF (`crc16-ccitt-false`) or
 * 0 (`crc16-xmodem`).
 */
export function checksum(of: Algorithm, bytes: Uint8Array): number {
  if (of === 'sum8') return bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
  if (of === 'xor8') return bytes.reduce((sum, byte) => sum ^ byte, 0);
  if (of === 'crc16-modbus') return bytes.reduce(modbus, 0xffff);
  return bytes.reduce(ccitt, of === 'crc16-xmodem' ? 0 : 0xffff);
}

function modbus(before: number, byte: number): number {
  let crc = before ^ byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
}

function ccitt(before: number, byte: number): number {
  let crc = before ^ (byte << 8);
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  return crc;
}
