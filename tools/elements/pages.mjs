// npm run docs: docs/elements, a page for each element with a live example, made from custom-elements.json and the built bundle. They are
// modules, so they want a server of files; nothing in them asks anybody else.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../lib/bundle.mjs';
import { root, started } from '../lib/run.mjs';

const dist = join(root, 'packages', 'components', 'dist');
const here = join(root, 'tools', 'elements');

/** The strictest policy of docs/guides/embed.md. */
export const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'";

/** What a reader of an example must set, by tag. */
const SET = {
  'yj-alert-map': ' place="450103"',
  'yj-all-clear': ' place="450103" event-types="11B 12G00"',
  'yj-supply-panel': ' persons="126" days="3"',
  'yj-warning-banner': ' place="450103"',
  'yj-warning-card': ' place="450103"',
};

/** Properties that no attribute has, by tag: without them the elements have no numbers of their own. */
const PROPERTIES = {
  'yj-supply-panel': { norms: [{ item: 'bottled-water', unit: '瓶', perPersonDay: 2 }] },
  'yj-roster': { cover: [{ role: 'patrol', count: 2 }] },
};

const MARKS = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (raw = '') => String(raw).replace(/[&<>"]/g, (mark) => MARKS[mark]);

/** Every element by its tag, as the manifest has it. */
export function elementsOf(manifest) {
  return manifest.modules.flatMap(({ declarations }) => declarations.filter(({ customElement }) => customElement));
}

function table(title, names, rows) {
  if (rows.length === 0) return '';
  const heads = names.map((name) => `<th scope="col">${name}</th>`).join('');
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<h2>${title}</h2>
<div class="scroll" role="group" aria-label="${title}" tabindex="0"><table>
<thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></div>`;
}

const code = (raw) => `<code>${text(raw)}</code>`;
/** A sentence of the source, in which names stand between backticks. */
const prose = (raw) => text(raw).replace(/`([^`]+)`/g, '<code>$1</code>');

/** The page of one element. */
export function pageOf(element, all) {
  const { tagName: tag, summary, description, members, events, slots, cssParts, cssProperties } = element;
  const inside = tag === 'yj-provider' ? 'yj-warning-banner' : tag;
  const used = `<yj-provider><${inside}${SET[inside] ?? ''}></${inside}></yj-provider>`;
  // The example has a picture of its own; a page has that of a gateway.
  const copied = used.replace('<yj-provider>', '<yj-provider gateway="https://yingji.example.cn">');
  const properties = PROPERTIES[inside] ?? {};
  const set = Object.entries(properties).map(
    ([name, value]) => `document.querySelector('${inside}').${name} = ${JSON.stringify(value)};`,
  );
  const choice = Object.entries({ 'zh-CN': '中文', en: 'English' }).map(
    ([lang, name]) =>
      `<button type="button" lang="${lang}" aria-pressed="${String(lang === 'zh-CN')}">${name}</button>`,
  );
  return around(
    { title: tag, all, live: true },
    `<h1>${tag}</h1>
<p>${prose(description ?? summary)}</p>
<p class="choice" role="group" aria-label="Language of the example">${choice.join(' ')}</p>
<div class="example" lang="zh-CN" data-set="${text(JSON.stringify(properties))}">${used}</div>
<pre><code>${text([copied, ...set].join('\n'))}</code></pre>
${table(
  'Properties',
  ['property', 'attribute', 'type', 'default', ''],
  members.map(({ name, attribute, type, default: standard, description: said }) => [
    ...[code(name), attribute === undefined ? '' : code(attribute), code(type.text)],
    ...[standard === undefined ? '' : code(standard), prose(said)],
  ]),
)}
${table(
  'Events',
  ['event', 'type', ''],
  events.map(({ name, type, description: said }) => [code(name), code(type.text), prose(said)]),
)}
${table(
  'Slots',
  ['slot', ''],
  slots.map(({ name, description: said }) => [name === '' ? 'without a name' : code(name), prose(said)]),
)}
${table(
  'Parts',
  ['part'],
  [cssParts.map(({ name }) => code(name)).join(' ')].filter((cell) => cell !== '').map((cell) => [cell]),
)}
${table(
  'Tokens',
  ['custom property'],
  [cssProperties.map(({ name }) => code(name)).join(' ')].filter((cell) => cell !== '').map((cell) => [cell]),
)}`,
  );
}

/** What all of them are, in a word each. */
export const indexOf = (all) =>
  around(
    { title: 'Elements', all, live: false },
    `<h1>Elements</h1>
<dl>${all.map(({ tagName, summary }) => `<dt><a href="${tagName}.html">${tagName}</a></dt><dd>${prose(summary)}</dd>`).join('\n')}</dl>`,
  );

/** A page with the way to the others; `live` loads the elements and the picture behind them. */
function around({ title, all, live }, content) {
  const links = all.map(({ tagName }) => `<li><a href="${tagName}.html">${tagName}</a></li>`).join('');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}</title>
<link rel="stylesheet" href="page.css">
${live ? '<script type="module" src="bundle/yingji.js"></script>\n<script type="module" src="sample.js"></script>' : ''}
</head>
<body>
<nav aria-label="Elements"><ul>${links}</ul></nav>
<main lang="en">
${content}
</main>
</body>
</html>
`;
}

/** Writes all pages, what they load, and the picture behind them. Gives the tags. */
export async function writePages(out) {
  const all = elementsOf(JSON.parse(readFileSync(join(dist, 'custom-elements.json'), 'utf8')));
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(join(dist, 'bundle'), join(out, 'bundle'), { recursive: true });
  copyFileSync(join(here, 'page.css'), join(out, 'page.css'));
  writeFileSync(
    join(out, 'sample.js'),
    await bundle(`import ${JSON.stringify(join(here, 'sample.ts'))};`, { by: 'esbuild' }),
  );
  for (const element of all) writeFileSync(join(out, `${element.tagName}.html`), pageOf(element, all));
  writeFileSync(join(out, 'index.html'), indexOf(all));
  return all.map(({ tagName }) => tagName);
}

if (started(import.meta.url)) {
  await writePages(join(root, 'docs', 'elements'));
  process.stdout.write('docs/elements: npx --no-install esbuild --servedir=docs/elements\n');
}
