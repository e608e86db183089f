import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instant } from '@yingji/core';
import { schemas } from '@yingji/core/schemas';
import { createSeededIds } from '@yingji/core/testing';
import { expect } from 'chai';
import { cap } from './index.js';

const context = { source: 'x', receivedAt: '2026-06-12T17:00:00+08:00' as Instant };
const HEAD =
  '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>i</identifier><sender>s</sender><sent>2026-06-12T16:55:00+08:00</sent><status>Actual</status><msgType>Update</msgType><scope>Public</scope>';
const AREA = `${HEAD}<info><category>Met</category><event>e</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty><headline>暴雨橙色预警</headline><area><areaDesc>d</areaDesc>`;
const END = '</area></info></alert>';
const LIMIT_MS = 50;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A document of nearly one megabyte that repeats one thing. */
const full = (unit: string, before = HEAD, after = '</alert>'): string => {
  const room = 1_048_000 - encode(before + after).length;
  return before + unit.repeat(Math.floor(room / encode(unit).length)) + after;
};

/** The quickest of some runs, in milliseconds: the machine may be busy with something else in one of them. */
function quickest(bytes: Uint8Array, limit: number): number {
  let spent = Infinity;
  for (let run = 0; run < 12 && spent >= limit; run += 1) {
    const begin = performance.now();
    cap.decode(bytes, context);
    spent = Math.min(spent, performance.now() - begin);
  }
  return spent;
}

describe('hostile CAP documents', () => {
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
    ['too many elements', full('<b/>'), 'xml-too-many-elements'],
  ];
  for (const [what, text, code] of refused)
    it(`refuses ${what} within ${LIMIT_MS} ms`, () => {
      const { ok, drafts, issues } = cap.decode(encode(text), context);
      expect({ ok, drafts, codes: issues.map((told) => told.code) }).to.deep.equal({
        ok: false,
        drafts: [],
        codes: [code],
      });
      expect(quickest(encode(text), LIMIT_MS)).to.be.below(LIMIT_MS);
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

  const heavy: readonly (readonly [what: string, text: string])[] = [
    ['bare ampersands', full('&', `${HEAD}<note>`, '</note></alert>')],
    ['entities', full('&amp;', `${HEAD}<note>`, '</note></alert>')],
    ['numeric references', full('&#65;', `${HEAD}<note>`, '</note></alert>')],
    ['CDATA sections', full('<![CDATA[a]]>', `${HEAD}<note>`, '</note></alert>')],
    ['comments', full('<!---->')],
    ['half tags in CDATA', full('<a', `${HEAD}<note><![CDATA[`, ']]></note></alert>')],
    ['carriage returns', full('\r', `${HEAD}<note>`, '</note></alert>')],
    ['control characters', full('\u0001', `${HEAD}<note>`, '</note></alert>')],
    ['quotes', full('"', `${HEAD}<incidents>`, '</incidents></alert>')],
    ['words', full('a ', `${HEAD}<incidents>`, '</incidents></alert>')],
    ['broken references', full('a ', `${HEAD}<references>`, '</references></alert>')],
    ['references', full('a,b,2026-06-12T16:55:00+08:00 ', `${HEAD}<references>`, '</references></alert>')],
    ['corners', full('1,2 ', `${AREA}<polygon>`, `</polygon>${END}`)],
    ['corners at the antimeridian', full('1,179 1,-179 ', `${AREA}<polygon>`, `</polygon>${END}`)],
    ['49,000 corners at the antimeridian', `${AREA}<polygon>${'1,179 2,-179 '.repeat(24_500)}1,179</polygon>${END}`],
    ['gaps', full(' ', `${AREA}<polygon>`, `</polygon>${END}`)],
    ['digits', full('1', `${AREA}<polygon>`, `</polygon>${END}`)],
    ['polygons', `${AREA}${'<polygon>1,2 3,4 5,6 1,2</polygon>'.repeat(29_000)}${END}`],
    ['broken polygons', `${AREA}${'<polygon>x</polygon>'.repeat(29_000)}${END}`],
    ['unknown elements', `${HEAD}${'<b>x</b>'.repeat(29_000)}</alert>`],
    ['attributes', `${HEAD}${'<b a="1"/>'.repeat(29_000)}</alert>`],
    ['infos', `${HEAD}${'<info></info>'.repeat(29_000)}</alert>`],
    [
      'division codes',
      full('450103,', `${AREA}<geocode><valueName>x</valueName><value>`, `450103</value></geocode>${END}`),
    ],
    ['colours', `${HEAD}<info><headline>${'升级为橙色'.repeat(60_000)}</headline></info></alert>`],
    ['language parts', full('a-', `${HEAD}<info><language>`, '</language></info></alert>')],
    ['entries', `<feed xmlns="http://www.w3.org/2005/Atom">${'<entry/>'.repeat(29_000)}</feed>`],
    ['less-than signs', '<'.repeat(1_000_000)],
    ['an open attribute', `<a b="${'x'.repeat(1_000_000)}`],
    ['spaces in a tag', `<a ${' '.repeat(1_000_000)}`],
  ];
  for (const [what, text] of heavy)
    it(`reads a megabyte of ${what} in time that grows with its size alone`, () => {
      const bytes = encode(text);
      // Half a second for a megabyte is fifty times what it takes here; quadratic work would need minutes.
      expect(quickest(bytes, 500)).to.be.below(500);
    });
});

const SHARED = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const ROUNDS = Number(process.env['YINGJI_FUZZ'] ?? 3_000);

describe(`mutated CAP documents (${ROUNDS}; YINGJI_FUZZ=200000 for the long run)`, function () {
  this.timeout(60_000 + ROUNDS * 10);

  const OWN = [
    `${AREA}<polygon>22.5,108.1 22.9,108.1 22.9,108.6 22.5,108.1</polygon><circle>22.8,108.3 2</circle><geocode><valueName>CN-GB2260</valueName><value>450103,450107</value></geocode>${END}`,
    `<?xml version="1.0" encoding="UTF-8"?>\n${HEAD.replace('Actual', 'Exercise')}<references>s,h,2026-06-12T15:55:00+08:00</references><incidents>"a b" c</incidents><info><headline>解除暴雨橙色预警</headline><description><![CDATA[a & b]]> &lt;c&gt;</description></info><!-- c --></alert>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><id>f</id><entry><id>e</id><content>${HEAD.replace(/<(\/?)(\w)/g, '<$1cap:$2')}</cap:alert></content></entry></feed>`,
  ].map(encode);
  const folder = join(SHARED, 'data/cap/google-cap-library');
  const known = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(?:cap|atom|rss)$/.test(entry.name))
        .map((entry) => new Uint8Array(readFileSync(join(folder, entry.name))))
    : [];
  const seeds = [...OWN, ...known];
  const PIECES = [
    '<',
    '>',
    '&',
    '"',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<!DOCTYPE',
    '</info>',
    '<polygon>',
    '\0',
    '\u{1F600}',
    '&#xD800;',
    ',',
    ' ',
    '-',
    'xmlns=""',
    '９',
    '1e999',
    '<?xml encoding="gbk"?>',
  ].map(encode);

  it('never throw, never take long, and only give warnings that fit the schema', () => {
    const dice = createSeededIds(20_260_612);
    const below = (limit: number): number => Math.floor(dice.random() * limit);
    let warnings = 0;
    let refusals = 0;
    let slowest = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const bytes = mutate(seeds[below(seeds.length)]!, below);
      const begin = performance.now();
      const { ok, drafts, issues } = cap.decode(bytes, context);
      let spent = performance.now() - begin;
      // Timed again well below the limit, so that the figure printed is the document's and not the machine's.
      if (spent >= LIMIT_MS / 5) spent = Math.min(spent, quickest(bytes, LIMIT_MS / 5));
      slowest = Math.max(slowest, spent);
      expect(spent, `round ${round}`).to.be.below(LIMIT_MS);
      expect(drafts.length + issues.length, `round ${round} says nothing`).to.be.above(0);
      warnings += drafts.length;
      if (!ok) refusals += 1;
      for (const { id, body } of drafts) {
        expect(id).to.match(/^warning\/x\/[^/\s]+$/);
        const wrong = schemas.warning.schema.safeParse((body as { value: unknown }).value).error;
        expect(wrong?.issues ?? [], `round ${round}`).to.deep.equal([]);
      }
    }
    // Both must happen, or the mutations are of no use.
    expect(warnings).to.be.above(ROUNDS / 20);
    expect(refusals).to.be.above(ROUNDS / 20);
    if (process.env['YINGJI_PRINT'] === '1') console.log({ rounds: ROUNDS, warnings, refusals, slowestMs: slowest });
  });

  /** One to four changes: a byte, a cut, a repeat, a piece of XML, an end. */
  function mutate(seed: Uint8Array, below: (limit: number) => number): Uint8Array {
    let bytes: Uint8Array = seed.slice();
    for (let changes = 1 + below(4); changes > 0; changes -= 1) {
      const at = below(bytes.length + 1);
      const to = Math.min(bytes.length, at + below(40));
      const sort = below(6);
      if (sort <= 2 && bytes.length > 0) bytes[Math.min(at, bytes.length - 1)] = below(256);
      else if (sort === 3) bytes = joined(bytes.subarray(0, at), bytes.subarray(below(2) === 0 ? to : at + 1));
      else if (sort === 4 && below(2) === 0) bytes = joined(bytes.subarray(0, to), bytes.subarray(at));
      else if (sort === 4) bytes = joined(bytes.subarray(0, at), PIECES[below(PIECES.length)]!, bytes.subarray(at));
      else if (below(8) === 0) bytes = bytes.slice(0, at);
    }
    return bytes;
  }

  function joined(...parts: readonly Uint8Array[]): Uint8Array {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
});
