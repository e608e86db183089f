import { issue, type Issue } from '@yingji/core';

/** Bytes of hexadecimal text; spaces, line ends, ":" and "-" between bytes are passed over. */
export function fromHex(text: string): Uint8Array | Issue {
  const digits = text.replace(/[\s:-]+/g, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong) return issue('bad-hex', `"${wrong[0]}" is no hexadecimal digit; give two digits for each byte.`);
  if (digits.length % 2 !== 0)
    return issue('bad-hex', 'The last byte has one digit only; give two digits for each byte.');
  return new Uint8Array(Buffer.from(digits, 'hex'));
}
