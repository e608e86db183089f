import { expect } from 'chai';
import { cap } from './index.js';
import type { Json } from '@yingji/core';

const paths = (config: Json): string[] => {
  const made = cap.configure(config);
  return 'issues' in made ? made.issues.map(({ code, path }) => `${code} ${path}`) : [];
};

describe('cap.configure', () => {
  it('makes a feed that orders by the time of the source and cannot refuse', () => {
    const made = cap.configure({ folder: '/var/lib/cap' });
    expect(made).to.have.property('feed');
    if ('issues' in made) return;
    expect(made.feed).to.deep.include({ id: 'cap', contract: 1, ordering: { by: 'source-time' }, canRefuse: false });
    expect(made.feed).to.not.have.property('expectEveryMs');
  });

  it('expects to hear from what it polls', () => {
    const made = cap.configure({ http: [{ url: 'https://example.org/cap', everyS: 30, timeoutS: 5 }] });
    if ('issues' in made) throw new Error('config');
    expect(made.feed.expectEveryMs).to.equal(65_000);
  });

  const wrong: readonly (readonly [what: string, config: Json, path: string])[] = [
    ['nothing to read', {}, ''],
    ['a list', [], ''],
    ['an unknown option', { folder: 'a', fodler: 'b' }, ''],
    ['an address that is no HTTP', { http: [{ url: 'file:///etc/passwd' }] }, '/http/0/url'],
    ['a password in an address', { http: [{ url: 'https://user:word@example.org/' }] }, '/http/0/url'],
    [
      'a header that is two',
      { http: [{ url: 'https://example.org/', headers: { a: 'b\r\nc: d' } }] },
      '/http/0/headers/a',
    ],
    ['a poll without pause', { http: [{ url: 'https://example.org/', everyS: 0 }] }, '/http/0/everyS'],
    ['an address in place of a host', { folder: 'a', follow: ['https://example.org/'] }, '/follow/0'],
    ['an offset in words', { folder: 'a', offset: 'Beijing' }, '/offset'],
    ['an unknown encoding', { folder: 'a', encoding: 'big5' }, '/encoding'],
  ];
  for (const [what, config, path] of wrong)
    it(`refuses ${what}`, () => expect(paths(config)).to.deep.equal([`bad-config ${path}`]));
});
