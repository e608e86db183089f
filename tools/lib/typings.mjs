// What a framework's editor and compiler know of the elements, out of the same that custom-elements.json is made of. None of these files
// imports a framework: a page names the one it has, in three lines (docs/guides/embed.md).

/** @typedef {import('./manifest.mjs').Element} Element */

const camel = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const propsOf = ({ name }) => `${name}Props`;
const comment = (text, indent = '') => (text ? `${indent}/** ${text} */\n` : '');
const key = (name) => (/^[a-z]\w*$/i.test(name) ? name : `'${name}'`);

/**
 * One interface for each tag: its properties and attributes, which differ in name where a name has several words, and its events.
 * @param {Element} element
 * @param {{ handlers: (event: string) => string[], camels?: boolean }} as `camels`: attributes are looked for by the property's name
 */
function props(element, { handlers, camels = false }) {
  const { name, tag, summary, fields, events } = element;
  const lines = fields.flatMap(({ name: field, type, attribute, description }) => {
    const text = attribute === undefined ? [] : [asAttribute(type)];
    const types = [`${name}['${field}']`, ...(camels ? text : []), 'undefined'];
    const line = (of, what) => `${comment(description, '  ')}  ${key(of)}?: ${what.join(' | ')};\n`;
    const apart = !camels && attribute !== undefined && attribute !== field;
    return [line(field, types), ...(apart ? [line(attribute, [...text, 'undefined'])] : [])];
  });
  const told = events.flatMap(({ name: event, type, description }) =>
    handlers(event).map(
      (handler) => `${comment(description, '  ')}  ${key(handler)}?: ((event: ${type}) => void) | undefined;\n`,
    ),
  );
  return `${comment(`<${tag}>: ${summary}`)}export interface ${propsOf(element)} {\n${[...lines, ...told].join('')}}\n`;
}

const asAttribute = (type) =>
  type === 'boolean' ? "boolean | ''" : /^number\b/.test(type) ? 'number | string' : 'string';

const head = (elements) => {
  const names = [...new Set(elements.flatMap(({ name, events }) => [name, ...events.map(({ type }) => type)]))].sort();
  return `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from '../index.js';\n`;
};

const table = (elements, of) => elements.map((element) => `  '${element.tag}': ${of(element)};\n`).join('');

/** @param {readonly Element[]} elements */
export const jsxTypings = (elements) => `${head(elements)}
${elements.map((element) => props(element, { handlers: (event) => [`on${event}`] })).join('\n')}
/** The tags and what each takes. \`Host\` is what the framework gives to every element: \`className\`, \`ref\`, \`key\`. */
export interface YjJsxElements<Host = unknown> {
${table(elements, (element) => `${propsOf(element)} & Host`)}}
`;

/** @param {readonly Element[]} elements */
export const vueTypings = (elements) => `${head(elements)}
${elements.map((element) => props(element, { handlers: (event) => [camel(`on-${event}`)], camels: true })).join('\n')}
/** The tags as Vue's templates look for them among its \`GlobalComponents\`. */
export interface YjVueElements<Host = unknown> {
${table(elements, (element) => `new () => { $props: ${propsOf(element)} & Host }`)}}
`;

/** @param {readonly Element[]} elements */
export const svelteTypings = (elements) => `${head(elements)}
${elements.map((element) => props(element, { handlers: (event) => [`on${event}`, `on:${event}`] })).join('\n')}
/** The tags and what each takes, events as Svelte 5 (\`onyj-…\`) and Svelte 4 (\`on:yj-…\`) name them. */
export interface YjSvelteElements<Host = unknown> {
${table(elements, (element) => `${propsOf(element)} & Host`)}}
`;
