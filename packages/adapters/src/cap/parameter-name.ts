/**
 * The words of a parameter's name, in lower case: `CN-WarningLevel`, `cn:warning_level` and `awareness_level` are written
 * by different hands and mean to be read as words.
 */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 100)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether a name is given under Chinese rules: in Chinese, or with the prefix `CN-`. */
export function isChinese(name: string): boolean {
  return /\p{Script=Han}/u.test(name) || wordsOf(name)[0] === 'cn';
}
