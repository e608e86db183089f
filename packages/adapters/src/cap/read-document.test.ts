import { expect } from 'chai';
import type { Instant } from '@yingji/core';
import { partsOf } from './deliveries.js';
import { readDocument } from './read-document.js';

const alert = (identifier: string, xmlns = 'xmlns="urn:oasis:names:tc:emergency:cap:1.2"'): string =>
  `<alert ${xmlns}><identifier>${identifier}</identifier><sender>s</sender><sent>2026-06-12T16:55:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope></alert>`;
const atom = (...entries: string[]): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>t</title><updated>2026-06-12T16:55:00+08:00</updated>${entries.join('')}</feed>`;
const entry = (inside: string, id = 'e'): string =>
  `<entry><id>${id}</id><title>t</title><updated>u</updated>${inside}</entry>`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const identifiers = (text: string): (string | undefined)[] =>
  readDocument(text).alerts.map((found) => found.alert.identifier);
const codes = (text: string): string[] => readDocument(text).issues.map(({ code }) => code);

describe('readDocument', () => {
  it('reads alerts that an Atom feed holds: as elements, escaped, in CDATA', () => {
    const text = atom(
      entry(`<content type="text/xml">${alert('A')}</content>`),
      entry(`<content type="text">${escaped(alert('B'))}</content>`),
      entry(`<content type="text"><![CDATA[<?xml version="1.0"?>${alert('C')}]]></content>`),
    );
    expect(identifiers(text)).to.deep.equal(['A', 'B', 'C']);
    expect(codes(text)).to.deep.equal([]);
  });

  it('reads alerts that an RSS channel holds, 2.0 and 1.0', () => {
    const item = (inside: string): string => `<item><title>t</title><guid>g</guid>${inside}</item>`;
    expect(
      identifiers(
        `<rss version="2.0"><channel><pubDate>p</pubDate>${item(alert('A'))}${item(`<description>${escaped(alert('B'))}</description>`)}</channel></rss>`,
      ),
    ).to.deep.equal(['A', 'B']);
    expect(identifiers(`<r:RDF xmlns:r="urn:rdf"><channel/>${item(alert('C'))}</r:RDF>`)).to.deep.equal(['C']);
  });

  it('takes prefixes for what they are', () => {
    const prefixed = alert('A', 'xmlns:cap="urn:oasis:names:tc:emergency:cap:1.1"').replace(/<(\/?)(\w)/g, '<$1cap:$2');
    expect(
      identifiers(
        atom(entry(`<content>${prefixed}</content>`))
          .replace(/<(\/?)(feed|entry|id|title|updated|content)/g, '<$1a:$2')
          .replace('xmlns=', 'xmlns:a='),
      ),
    ).to.deep.equal(['A']);
  });

  it('lists links, and prefers the one that says it leads to CAP', () => {
    const { links, alerts } = readDocument(
      atom(
        entry(
          '<link href="https://a.example/1" type="text/html"/><link href="https://b.example/1.cap" type="application/cap+xml" rel="related"/>',
        ),
        entry('<link href="https://a.example/2"/>'),
        entry(`<link href="https://a.example/3"/><content>${alert('A')}</content>`),
      ),
    );
    expect(links.map(({ link }) => link)).to.deep.equal(['https://b.example/1.cap', 'https://a.example/2']);
    expect(alerts).to.have.length(1);
  });

  it('does not take an alert that stands outside of the entries', () => {
    expect(codes(atom(alert('A')))).to.deep.equal(['list-alert-outside', 'list-without-alert']);
    expect(codes(`<rss><channel><pubDate>p</pubDate>${alert('A')}</channel></rss>`)).to.deep.equal([
      'list-alert-outside',
      'list-without-alert',
    ]);
  });

  const faults: readonly (readonly [what: string, text: string, code: string])[] = [
    ['no feed id', atom().replace('<id>f</id>', ''), 'atom-id-missing'],
    ['no entry id', atom(entry(alert('A')).replace('<id>e</id>', '')), 'atom-entry-id-missing'],
    ['no entry title', atom(entry(alert('A')).replace('<title>t</title>', '')), 'atom-entry-title-missing'],
    ['no link and no alert', atom(entry('')), 'atom-entry-link-missing'],
    ['an unknown element', atom('<foo/>'), 'atom-unknown-element'],
    ['an RSS item that says nothing', '<rss><channel><item/></channel></rss>', 'rss-item-text-missing'],
    ['an RSS item without guid', '<rss><channel><item/></channel></rss>', 'rss-item-guid-missing'],
    ['an RSS item without link', '<rss><channel><item/></channel></rss>', 'rss-item-link-missing'],
    ['a channel without date', '<rss><channel/></rss>', 'rss-pubdate-missing'],
    ['no channel', '<rss/>', 'rss-channel-missing'],
  ];
  for (const [what, text, code] of faults) it(`tells ${what}`, () => expect(codes(text)).to.include(code));

  it('gives the Issues of an alert the path of its entry', () => {
    const { alerts } = readDocument(
      atom(entry(`<content>${alert('A')}</content>`), entry(`<content>${alert('B,')}</content>`)),
    );
    expect(alerts.flatMap(({ issues }) => issues.map(({ code, path }) => `${code} ${path}`))).to.deep.equal([
      'cap-identifier /feed/entry/1/alert/identifier',
    ]);
  });

  it('says when a document broke off', () => {
    expect(readDocument(alert('A').slice(0, -9)).truncated).to.equal(true);
    expect(readDocument('').truncated).to.equal(true);
    expect(readDocument('<alert></info>').truncated).to.equal(false);
  });
});

describe('partsOf', () => {
  const context = { source: 'x', receivedAt: '2026-06-12T17:00:00+08:00' as Instant };
  const parts = (text: string): ReturnType<typeof partsOf>['parts'] =>
    partsOf(new TextEncoder().encode(text), context, {}).parts;

  it('keys an alert by its identity and content, the same in a file and in a list', () => {
    const [single] = parts(alert('A'));
    expect(single!.key).to.match(/^s,A,2026-06-12T08:55:00Z,[0-9a-z]{8,14}$/);
    expect(
      parts(atom(entry(alert('A'), '1').replace('<title>', '<content>').replace('</title>', `</content>`))).length,
    ).to.be.greaterThan(0);
    expect(parts(atom(entry(`<content>${alert('A')}</content>`)))[0]!.key).to.equal(single!.key);
    expect(parts(alert('A').replace('Public', 'Private'))[0]!.key).to.not.equal(single!.key);
  });

  it('delivers each alert of a list by itself, with its own bytes', () => {
    const list = parts(atom(entry(`<content>${alert('A')}</content>`), entry(`<content>${alert('B')}</content>`)));
    expect(list.map(({ outcome, drafts }) => [outcome, drafts.length])).to.deep.equal([
      ['good', 1],
      ['good', 1],
    ]);
    expect(new TextDecoder().decode(list[1]!.raw)).to.equal(alert('B'));
  });

  it('gives the alert of a list that cannot be read by itself, with its bytes and the reason', () => {
    const half = alert('B').slice(0, -3);
    const list = parts(
      atom(entry(`<content>${alert('A')}</content>`), entry(`<content><![CDATA[${half}]]></content>`)),
    );
    expect(
      list.map(({ outcome, issues }) => [outcome, issues.map(({ code, path }) => `${code} ${path}`)]),
    ).to.deep.equal([
      ['good', []],
      ['undecodable', ['xml-truncated /feed/entry/1/alert']],
    ]);
    expect(new TextDecoder().decode(list[1]!.raw)).to.equal(half);
  });

  it('tells what is wrong with a list once, whatever entries come and go', () => {
    const keys = ['A', 'B'].map(
      (name) => parts(atom('<foo/>', entry(`<content>${alert(name)}</content>`))).at(-1)!.key,
    );
    expect(keys[0]).to.equal(keys[1]);
  });

  it('keeps the bytes of what it cannot read', () => {
    const [part] = parts('<alert');
    expect(part).to.include({ outcome: 'undecodable' });
    expect(new TextDecoder().decode(part!.raw)).to.equal('<alert');
    expect(part!.issues).to.have.length(1);
  });
});
