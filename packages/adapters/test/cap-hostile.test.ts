// Documents made to cost much. They run twice in `npm test`: against the source, and against what is built and measured by bench.
import { cap } from '@yingji/adapters/cap';
import { expect } from 'chai';
import { capEntry, entries, meansSource } from './entries.js';
import { context, encode, filled, HEAD, heavy } from './heavy-cap.js';
import { quickest } from './timing.js';

const LIMIT_MS = 50;

it(`the feed of these tests is that of the ${entries}`, () => {
  expect(capEntry).to.match(meansSource ? /\/src\/cap\/index\.ts$/ : /\/dist\/cap\/index\.js$/);
});

describe(`hostile CAP documents, ${entries}`, () => {
  const refused: readonly (readonly [what: string, text: string, code: string])[] = [
    ['a document type', `<!DOCTYPE alert>${HEAD}</alert>`, 'xml-doctype'],
    [
      'an external entity',
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>`,
      'xml-doctype',
    ],
    [
      'a billion laughs',
      `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">${[...'bcdefghij'].map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]><alert>&j;</alert>`,
      'xml-doctype',
    ],
    [
      'a quadratic blow-up',
      `<!DOCTYPE l [<!ENTITY a "${'A'.repeat(50_000)}">]><alert>${'&a;'.repeat(20_000)}</alert>`,
      'xml-doctype',
    ],
    ['depth 20,000', '<a>'.repeat(20_000) + '</a>'.repeat(20_000), 'xml-too-deep'],
    [
      '20,000 attributes',
      `<alert ${Array.from({ length: 20_000 }, (_, at) => `a${at}="1"`).join(' ')}/>`,
      'xml-too-many-attributes',
    ],
    ['too many elements', HEAD + '<b/>'.repeat(260_000), 'xml-too-many-elements'],
  ];
  for (const [what, text, code] of refused)
    it(`refuses ${what} within ${LIMIT_MS} ms`, () => {
      const { ok, drafts, issues } = cap.decode(encode(text), context);
      expect({ ok, drafts, codes: issues.map((told) => told.code) }).to.deep.equal({
        ok: false,
        drafts: [],
        codes: [code],
      });
      const bytes = encode(text);
      expect(quickest(() => void cap.decode(bytes, context), LIMIT_MS)).to.be.below(LIMIT_MS);
    });

  it('refuses 100 MB without looking into them', () => {
    const bytes = new Uint8Array(100 * 1_048_576).fill(0x61);
    const begin = performance.now();
    const { issues } = cap.decode(bytes, context);
    const spent = performance.now() - begin;
    expect(issues.map(({ code }) => code)).to.include('xml-too-large');
    expect(spent).to.be.below(100);
  });

  it('takes no name for a member of an object', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const { drafts } = cap.decode(
        encode(`${HEAD}<${name}><polluted>yes</polluted></${name}><code>${name}</code></alert>`),
        context,
      );
      expect(drafts).to.have.length(1);
      expect(({} as { polluted?: string }).polluted).to.equal(undefined);
    }
    const odd = `${HEAD.replace('Public', '__proto__').replace('Actual', 'constructor')}<info><language>toString</language><parameter><valueName>__proto__</valueName><value>constructor</value></parameter></info></alert>`;
    expect(cap.decode(encode(odd), context).drafts).to.have.length(1);
  });

  for (const each of heavy)
    it(`reads a megabyte of ${each.what}`, () => {
      const bytes = filled(each);
      // Half a second for a megabyte is fifty times what it takes here; quadratic work would need minutes.
      expect(quickest(() => void cap.decode(bytes, context), 500)).to.be.below(500);
    });
});
