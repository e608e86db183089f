/** An object of which many are made: keys in their order, and what most of them hold. */
export interface Template {
  [key: string]: unknown;
}

/**
 * A template with nothing in it yet. Made by JSON.parse, which knows all keys beforehand, it and its copies hold their members
 * in one piece of memory; if they were added one by one it would be two.
 */
export const emptyTemplate = (keys: readonly string[]): Template =>
  JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join()}}`) as Template;

type Copier = (template: Template) => Template;

/**
 * The same work in many places. An engine remembers, for each place in the code, the four forms of objects last copied there, and is
 * five to nine times as slow with a fifth; so the forms are spread over places.
 */
const COPIERS: readonly Copier[] = [
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
  (template) => ({ ...template }),
];

/** Copies templates with these keys, always in the same place. */
export function copierOf(names: string): Copier {
  let hash = 0;
  for (let i = 0; i < names.length; i += 1) hash = (hash * 31 + names.charCodeAt(i)) | 0;
  return COPIERS[(hash >>> 0) % COPIERS.length]!;
}
