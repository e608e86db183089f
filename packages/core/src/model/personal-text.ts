/** ASCII digits, and those that are as wide as a Chinese character. */
const D = '[\\d０-９]';
/**
 * Numbers that name a person, as they stand in running text: mobile phones of China, with or without the code of the country and
 * written in one or in groups, and citizen numbers (GB 11643).
 */
const MOBILE = new RegExp(
  `(?<!${D})((?:(?:\\+|00)?86[ -]?|0)?[1１][3-9３-９]${D})[ -]?${D}{4}[ -]?(${D}{4})(?!${D})`,
  'g',
);
const CITIZEN = new RegExp(`(?<!${D})(${D}{6})(?:[1１][9９]|[2２][0０])${D}{9}[\\dXx０-９Ｘｘ](?![\\w０-９])`, 'g');
/** What is not seen, between digits: it must not tell a number apart from itself. */
const UNSEEN = new RegExp(`(?<=${D})[\\u200b-\\u200d\\u2060\\ufeff]+(?=${D})`, 'g');
/** Eleven digits with no more between them than a number may have. */
const RUN = new RegExp(`${D}(?:[ \\-\\u200b-\\u200d\\u2060\\ufeff]*${D}){10}`);

/** The text with such numbers masked: for free text of devices and tables, which is logged as it is and never vaulted. */
export function maskNumbers(text: string): string {
  // Most texts of devices have no such run of digits, and are looked through once.
  if (!RUN.test(text)) return text;
  return text.replace(UNSEEN, '').replace(CITIZEN, '$1************').replace(MOBILE, '$1****$2');
}

/** Written in no script, and told apart by no reader. */
const HIDDEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** As a name or a number is written at its longest; anything longer is joined by the text it is. */
const LONGEST = 40;

/**
 * What a name or number is known again by, however it was written: a number by its digits, without the code of the country before a mobile
 * phone; a name in Chinese without spaces. Any other text is known by itself alone.
 */
export function knownBy(text: string): string {
  if (text.length > LONGEST) return text;
  const plain = text.normalize('NFKC').replace(HIDDEN, '').trim();
  if (/^\+?[\d\s-]{7,20}$/.test(plain)) return plain.replace(/\D/g, '').replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '');
  return /^[\p{Script=Han}\s]+$/u.test(plain) ? plain.replace(/\s/g, '') : text;
}
