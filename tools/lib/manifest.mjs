// custom-elements.json (schema 1.0.0 of the custom-elements-manifest) out of the doc blocks and @property lines of the elements. A
// reader of our own, of what TypeScript parses anyway: the analyzer that is there for it brings fifty packages and a second TypeScript.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './run.mjs';

const src = join(root, 'packages', 'components', 'src');

/**
 * @typedef {{ name: string, type: string, default?: string, description?: string, attribute?: string, inheritedFrom?: string }} Field
 * @typedef {{ name: string, description?: string }} Told
 * @typedef {{ name: string, type: string, description?: string }} ToldEvent
 * @typedef {{
 *   tag: string, name: string, file: string, superclass: string, summary?: string, description: string,
 *   fields: Field[], slots: Told[], events: ToldEvent[], parts: string[], properties: string[],
 * }} Element
 */

/** @returns {ts.SourceFile[]} */
const sources = () =>
  readdirSync(src, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|^testing\//.test(path))
    .sort()
    .map((path) => ts.createSourceFile(path, readFileSync(join(src, path), 'utf8'), ts.ScriptTarget.Latest, true));

/** Lines of a comment as one text. */
const flat = (comment) => (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
const described = (node) => flat(ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment);
const tagsOf = (node, name) =>
  ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === name)
    .map(({ comment }) => flat(comment));

/** `title - In place of the title.`; what has no name is the slot without one. */
function told(text) {
  const [, name, description] = /^(?:([\w-]*\w)\s+)?-\s+(.*)$/.exec(text) ?? [];
  if (description === undefined) throw new Error(`“${text}” is not “name - what it is”`);
  return { name: name ?? '', description };
}

const words = (texts) => texts.flatMap((text) => text.split(' '));

/** Attribute of a field: the name in small letters, unless its decorator says otherwise. */
function attributeOf(options, name) {
  const given = options?.properties.find((each) => each.name?.getText() === 'attribute')?.initializer;
  if (given?.kind === ts.SyntaxKind.FalseKeyword) return undefined;
  return given && ts.isStringLiteral(given) ? given.text : name.toLowerCase();
}

function typeOf({ type, initializer }) {
  if (type) return type.getText();
  if (initializer && ts.isStringLiteral(initializer)) return 'string';
  if (initializer && ts.isNumericLiteral(initializer)) return 'number';
  if (initializer && /^(true|false)$/.test(initializer.getText())) return 'boolean';
  throw new Error(`a property of which no type is told: ${initializer?.parent.getText()}`);
}

/** What a page may set: the fields with @property. */
function fieldsOf(declaration) {
  return declaration.members.flatMap((member) => {
    if (!ts.isPropertyDeclaration(member)) return [];
    const call = (ts.getDecorators(member) ?? [])
      .map(({ expression }) => expression)
      .find((each) => ts.isCallExpression(each) && each.expression.getText() === 'property');
    if (!call) return [];
    const name = member.name.getText();
    const attribute = attributeOf(call.arguments[0], name);
    const description = described(member);
    return {
      name,
      type: typeOf(member),
      ...(member.initializer && { default: member.initializer.getText() }),
      ...(description && { description }),
      ...(attribute !== undefined && { attribute }),
    };
  });
}

/**
 * The elements by their tags, as the source tells them.
 * @returns {Element[]}
 */
export function readElements() {
  /** @type {Map<string, { declaration: ts.ClassDeclaration, file: string }>} */
  const classes = new Map();
  const tags = new Map();
  const eventTypes = new Map();
  const globals = { HTMLElementTagNameMap: tags, HTMLElementEventMap: eventTypes };
  for (const source of sources()) {
    const visit = (node) => {
      if (ts.isClassDeclaration(node) && node.name)
        classes.set(node.name.text, { declaration: node, file: source.fileName });
      if (ts.isInterfaceDeclaration(node) && node.name.text in globals)
        for (const member of node.members) globals[node.name.text].set(member.name.text, member.type.getText());
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  const superOf = (declaration) => declaration.heritageClauses?.[0]?.types[0]?.expression.getText() ?? '';
  /** Those of its own and then those of what it extends. */
  const allFields = (name) => {
    const found = classes.get(name);
    if (!found) return [];
    const above = superOf(found.declaration);
    return [...fieldsOf(found.declaration), ...allFields(above).map((field) => ({ inheritedFrom: above, ...field }))];
  };
  return [...tags].map(([tag, name]) => {
    const { declaration, file } = classes.get(name);
    const [summary] = tagsOf(declaration, 'summary');
    return {
      ...{ tag, name, file, superclass: superOf(declaration), summary, description: described(declaration) },
      fields: allFields(name),
      slots: tagsOf(declaration, 'slot').map(told),
      events: tagsOf(declaration, 'event').map((text) => {
        const event = told(text);
        const type = eventTypes.get(event.name);
        if (type === undefined) throw new Error(`${tag} tells of ${event.name}, which HTMLElementEventMap has not`);
        return { ...event, type };
      }),
      parts: words(tagsOf(declaration, 'csspart')),
      properties: words(tagsOf(declaration, 'cssproperty')),
    };
  });
}

/**
 * As custom-elements.json.
 * @param {readonly Element[]} elements
 */
export function toManifest(elements) {
  const modules = elements.map(({ tag, name, file, superclass, summary, description, ...own }) => {
    const path = `dist/${file.replace(/\.ts$/, '.js')}`;
    const text = (type) => ({ text: type });
    const declaration = {
      ...{ kind: 'class', name, tagName: tag, customElement: true, summary, description },
      superclass: { name: superclass, ...(superclass === 'LitElement' && { package: 'lit' }) },
      members: own.fields.map(({ inheritedFrom, type, ...field }) => ({
        ...{ kind: 'field', ...field, type: text(type) },
        ...(inheritedFrom && { inheritedFrom: { name: inheritedFrom } }),
      })),
      attributes: own.fields.flatMap(({ name: fieldName, type, attribute, default: standard, description: said }) =>
        attribute === undefined
          ? []
          : { name: attribute, fieldName, type: text(type), ...(standard && { default: standard }), description: said },
      ),
      events: own.events.map(({ type, ...event }) => ({ ...event, type: text(type) })),
      slots: own.slots,
      cssParts: own.parts.map((part) => ({ name: part })),
      cssProperties: own.properties.map((property) => ({ name: property })),
    };
    return {
      ...{ kind: 'javascript-module', path, declarations: [declaration] },
      exports: [
        { kind: 'js', name, declaration: { name, module: path } },
        { kind: 'custom-element-definition', name: tag, declaration: { name, module: path } },
      ],
    };
  });
  return { schemaVersion: '1.0.0', readme: 'README.md', modules };
}
