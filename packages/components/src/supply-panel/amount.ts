import { grouped } from '../i18n/format.js';

/** An amount as it is read: thousands marked, at most three decimals, a true minus. */
export function amountText(amount: number): string {
  const [whole = '0', part] = String(Math.round(Math.abs(amount) * 1000) / 1000).split('.');
  const sign = amount < 0 ? '−' : '';
  return `${sign}${grouped(Number(whole))}${part === undefined ? '' : `.${part}`}`;
}

/** What people type for an amount; `undefined` where it is none to a thousandth. Digits of either width are read. */
export function readAmount(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim();
  return /^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,3})?$/.test(plain) ? Number(plain.replaceAll(',', '')) : undefined;
}

/** More than any stock of a community: a bar code that went into the wrong field. */
export const TOO_LARGE = 10_000_000;
