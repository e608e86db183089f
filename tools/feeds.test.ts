// docs/feeds.md is the table of the feeds that ship. YINGJI_WRITE_FEEDS=1 writes it anew; this test says when that is due.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from './lib/imports.js';
import { feedsPage, shippedFeeds } from './lib/feeds-page.js';
import { feedLoaders } from '../packages/gateway/src/feeds.js';

describe('feeds', () => {
  it('docs/feeds.md is what the feeds say of themselves and what their vectors come to', async () => {
    const text = feedsPage(await shippedFeeds());
    const file = join(root, 'docs/feeds.md');
    if (process.env['YINGJI_WRITE_FEEDS']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).to.equal(text);
  });

  it('each say how they are spoken to, and what they make of it', async () => {
    for (const { subject, kinds } of await shippedFeeds()) {
      const { id, transports = [] } = subject.definition;
      expect(transports, id).to.not.deep.equal([]);
      expect(kinds, id).to.not.deep.equal([]);
    }
  });

  it('each can be named in a configuration', async () => {
    const names = (await shippedFeeds()).map(({ subject }) => subject.definition.id);
    expect(Object.keys(feedLoaders).sort()).to.deep.equal(names.sort());
  });
});
