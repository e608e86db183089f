/** Numbers that name a person, as they stand in running text: mobile phones of China, and citizen numbers (GB 11643). */
const MOBILE = /(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g;
const CITIZEN = /(?<!\d)(\d{6})(?:19|20)\d{9}[\dXx](?!\w)/g;

/** The text with such numbers masked: for free text of devices and tables, which is logged as it is and never vaulted. */
export function maskNumbers(text: string): string {
  // Most texts of devices have no such run of digits, and are looked through once.
  if (!/\d{11}/.test(text)) return text;
  return text.replace(CITIZEN, '$1************').replace(MOBILE, '$1****$2');
}
