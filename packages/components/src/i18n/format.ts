/** What turns the text after it round: in a sentence of ours that would be our own words. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Fills a sentence: `{name}` takes a value; `{n#one|other}` takes the first form when n is 1, else the second, in which `#`
 * is the value. Values are plain text; what they become on the page is text as well.
 */
export function format(sentence: string, values: { readonly [name: string]: string | number } = {}): string {
  return sentence.replace(/\{(\w+)(?:#([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (other === undefined) return String(value).replace(TURNS, '');
    return Number(value) === 1 ? (one ?? '') : other.replace('#', () => String(value));
  });
}

/** Names of the values a sentence takes, sorted. */
export function slots(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)/g)].map((match) => match[1]!))].sort();
}

/** A state after a name or within a sentence, which alone begins with a capital: weather stopped at 14:05. */
export const within = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A whole number with thousands marks, the same in both languages: 22,700. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}
