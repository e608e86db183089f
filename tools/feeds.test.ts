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

  it('each stand on the page of what is unverified, whose codes there are', async () => {
    const page = readFileSync(join(root, 'docs/unverified.md'), 'utf8');
    for (const { folder, subject } of await shippedFeeds()) {
      expect(page, subject.definition.id).to.match(new RegExp(`^(## |- ).*\`${subject.definition.id}\``, 'm'));
      const readme = readFileSync(join(root, 'packages/adapters/src', folder, 'README.md'), 'utf8');
      // What a README calls unverified has a link that leads to it.
      if (/unverified/i.test(readme)) expect(page).to.contain(`(../packages/adapters/src/${folder}/README.md)`);
    }
    const codes = readFileSync(join(root, 'docs/codes.md'), 'utf8');
    for (const [, code] of page.matchAll(/\(`([a-z0-9]+-[a-z-]+)`\)/g)) expect(codes).to.contain(`\`${code}\``);
  });

  it('each can be named in a configuration', async () => {
    const names = (await shippedFeeds()).map(({ subject }) => subject.definition.id);
    expect(Object.keys(feedLoaders).sort()).to.deep.equal(names.sort());
  });
});
