import { issue, type Issue } from '@yingji/core';
import { attributeOf, childOf, deepText, type XmlElement } from '../xml/xml-element.js';
import { isAlert } from './decode-cap.js';

/** One entry of an Atom or RSS list. */
export interface ListEntry {
  /** RFC 6901 pointer of the entry. */
  readonly path: string;
  readonly title: string;
  /** Changes when the entry does: its id and its time. */
  readonly version: string;
  /** Where the alert lies, as written. */
  readonly link?: string | undefined;
  /** The alert, where the entry holds it. */
  readonly alert?: XmlElement | undefined;
  /** The alert as escaped text, where the entry holds it so. */
  readonly alertText?: string | undefined;
}

export interface AlertList {
  readonly entries: readonly ListEntry[];
  readonly issues: readonly Issue[];
}

const ATOM = 'http://www.w3.org/2005/Atom';
const CAP_TYPE = /^application\/(?:cap|common-alerting-protocol)\+xml|^(?:application|text)\/xml/i;
const FEED_ELEMENTS = new Set(
  'id title updated author link category contributor generator icon logo rights subtitle entry'.split(' '),
);
const MOST_ISSUES = 100;

type Tell = (code: string, message: string, path: string) => void;

/** Whether a document is a list of alerts rather than one. */
export function isAlertList({ name }: XmlElement): boolean {
  return name === 'feed' || name === 'rss' || name === 'RDF';
}

/** Reads an Atom feed (RFC 4287) or an RSS channel whose entries hold CAP alerts or link to them. */
export function readAlertList(root: XmlElement): AlertList {
  const issues: Issue[] = [];
  const tell: Tell = (code, message, path) => {
    if (issues.length < MOST_ISSUES) issues.push(issue(code, message, { path, level: 'warning' }));
  };
  // No entry, so no alert of this list: but a person should look.
  for (const outer of [root, childOf(root, 'channel')])
    if (outer?.children.some(isAlert))
      tell('list-alert-outside', 'An alert stands outside of the entries; it was left out.', `/${root.name}`);
  return { entries: root.name === 'feed' ? readAtom(root, tell) : readRss(root, tell), issues };
}

function readAtom(root: XmlElement, tell: Tell): ListEntry[] {
  for (const name of ['id', 'title', 'updated'])
    if (!childOf(root, name)) tell(`atom-${name}-missing`, `The feed has no <${name}> (RFC 4287 §4.1.1).`, '/feed');
  const counts = new Map<string, number>();
  for (const { name, ns } of root.children) {
    const index = counts.get(name) ?? 0;
    counts.set(name, index + 1);
    if ((ns === ATOM || ns === '') && !FEED_ELEMENTS.has(name))
      tell('atom-unknown-element', `Atom knows no <${name.slice(0, 60)}> here.`, `/feed/${name.slice(0, 60)}`);
  }
  return root.children
    .filter(({ name }) => name === 'entry')
    .map((entry, at): ListEntry => {
      const path = `/feed/entry/${at}`;
      const [id, title, updated] = [textOf(entry, 'id'), textOf(entry, 'title'), textOf(entry, 'updated')];
      if (id === '') tell('atom-entry-id-missing', 'The entry has no <id>.', path);
      if (title === '') tell('atom-entry-title-missing', 'The entry has no <title>.', path);
      const held = heldAlert(childOf(entry, 'content'));
      const link = capLink(entry.children.filter(({ name }) => name === 'link'));
      if (!held && link === undefined)
        tell('atom-entry-link-missing', 'The entry neither holds an alert nor links to one.', path);
      return { path, title, version: `${id} ${updated}`, link, ...held };
    });
}

function readRss(root: XmlElement, tell: Tell): ListEntry[] {
  const channel = childOf(root, 'channel');
  if (!channel) tell('rss-channel-missing', 'There is no <channel>.', `/${root.name}`);
  if (channel && !childOf(channel, 'pubDate') && !childOf(channel, 'date'))
    tell('rss-pubdate-missing', 'The channel has no <pubDate>.', '/rss/channel');
  // RSS 1.0 sets the items beside the channel, RSS 2.0 into it.
  const items = [...(channel?.children ?? []), ...root.children].filter(({ name }) => name === 'item');
  return items.map((item, at): ListEntry => {
    const path = `/rss/channel/item/${at}`;
    const [title, description, guid] = [textOf(item, 'title'), textOf(item, 'description'), textOf(item, 'guid')];
    if (title === '' && description === '')
      tell('rss-item-text-missing', 'The item has neither <title> nor <description>.', path);
    if (guid === '') tell('rss-item-guid-missing', 'The item has no <guid>.', path);
    const enclosure = item.children.find(
      (child) => child.name === 'enclosure' && CAP_TYPE.test(attributeOf(child, 'type') ?? ''),
    );
    const link = (enclosure && attributeOf(enclosure, 'url')) ?? (textOf(item, 'link') || undefined);
    const held = item.children
      .map((child) => (isAlert(child) ? { alert: child } : heldAlert(child)))
      .find((found) => found !== undefined);
    if (!held && link === undefined)
      tell('rss-item-link-missing', 'The item neither holds an alert nor links to one.', path);
    return {
      path,
      title: title || description,
      version: `${guid || (link ?? '')} ${textOf(item, 'pubDate')}`,
      link,
      ...held,
    };
  });
}

/** An alert inside an element: as XML, or escaped or in CDATA as some publishers do. */
function heldAlert(content: XmlElement | undefined): { alert: XmlElement } | { alertText: string } | undefined {
  if (!content) return undefined;
  const alert = content.children.find(isAlert);
  if (alert) return { alert };
  const text = content.text.trim();
  return text.startsWith('<') && /^<(?:\?xml|(?:[\w.-]{1,20}:)?alert[\s>])/.test(text)
    ? { alertText: text }
    : undefined;
}

/** The link that says it leads to CAP, else the one that leads to no web page. */
function capLink(links: readonly XmlElement[]): string | undefined {
  const typed = links.find((link) => CAP_TYPE.test(attributeOf(link, 'type') ?? ''));
  const plain = links.find(
    (link) => attributeOf(link, 'type') === undefined && ['alternate', undefined].includes(attributeOf(link, 'rel')),
  );
  const link = typed ?? plain;
  const href = link && attributeOf(link, 'href')?.trim();
  return href === '' ? undefined : href;
}

function textOf(element: XmlElement, name: string): string {
  const child = childOf(element, name);
  return child ? deepText(child).replace(/\s+/g, ' ').slice(0, 500) : '';
}
