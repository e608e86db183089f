/** As platforms write one: as many decimals as binary fractions come to. Number alone would take "0x10", "true" and "Infinity". */
const NUMBER = /^-?\d{1,15}(\.\d{1,25})?(e[+-]?\d{1,2})?$/i;

/** A decimal number in a text; undefined where it is none. */
export const numberIn = (text: string): number | undefined => (NUMBER.test(text) ? Number(text) : undefined);
