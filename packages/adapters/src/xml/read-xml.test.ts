import { expect } from 'chai';
import { attributeOf, childOf, deepText } from './xml-element.js';
import { xmlLimits } from './xml-limits.js';
import { readXml } from './read-xml.js';

const codes = (input: string | Uint8Array): string[] => readXml(input).issues.map(({ code }) => code);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('readXml', () => {
  it('gives elements with local name, namespace, text and children', () => {
    const { root, issues } = readXml('<a:x xmlns:a="urn:one" xmlns="urn:two"><y>1</y><a:z k="v"/>  </a:x>');
    expect(issues).to.deep.equal([]);
    expect(root).to.include({ name: 'x', ns: 'urn:one', text: '' });
    expect(root!.children.map(({ name, ns, text }) => [name, ns, text])).to.deep.equal([
      ['y', 'urn:two', '1'],
      ['z', 'urn:one', ''],
    ]);
    expect(attributeOf(root!.children[1]!, 'k')).to.equal('v');
  });

  it('lets inner declarations end with their element', () => {
    const { root } = readXml('<x xmlns="urn:a"><y xmlns="urn:b"><z/></y><w/><v xmlns=""/></x>');
    expect(root!.children.map(({ ns }) => ns)).to.deep.equal(['urn:b', 'urn:a', '']);
    expect(root!.children[0]!.children[0]!.ns).to.equal('urn:b');
  });

  it('says where each element stands in the text', () => {
    const { root, text } = readXml('<x> <y>1</y><z/> <w><v>2</v></w></x>');
    expect(root!.children.map(({ start, end }) => text.slice(start, end))).to.deep.equal([
      '<y>1</y>',
      '<z/>',
      '<w><v>2</v></w>',
    ]);
    expect(text.slice(root!.start, root!.end)).to.equal(text);
  });

  it('replaces the five entities and numeric references, and reads CDATA as it stands', () => {
    const { root, issues } = readXml(
      '<x>a &lt;b&gt; &amp;amp; &quot;&apos; &#x6691;&#38; <![CDATA[<c> & &amp;]]> d</x>',
    );
    expect(root!.text).to.equal('a <b> &amp; "\' 暑& <c> & &amp; d');
    expect(issues).to.deep.equal([]);
  });

  it('keeps what is no entity as written, and tells it once', () => {
    const { root, issues } = readXml(
      '<x a="&no;">rain & wind &nbsp; &toolongtobeone1234; &#0; &#xD800; &#99999999;</x>',
    );
    expect(root!.text).to.equal('rain & wind &nbsp; &toolongtobeone1234; \ufffd \ufffd \ufffd');
    expect(attributeOf(root!, 'a')).to.equal('&no;');
    expect(issues.map(({ code, level }) => [code, level])).to.deep.equal([['xml-entity', 'warning']]);
  });

  it('steps over comments, processing instructions, a declaration and a byte order mark', () => {
    const { root, issues } = readXml(
      '\ufeff<?xml version="1.0"?><!-- <a> --><?p <b> ?><x><!-- & < --> 1<?q?><y/></x><!-- end --> ',
    );
    expect(issues).to.deep.equal([]);
    expect(root!.text.trim()).to.equal('1');
    expect(root!.children).to.have.length(1);
  });

  it('reads line ends of all sorts as one', () => {
    expect(readXml('<x>a\r\nb\rc\nd</x>').root!.text).to.equal('a\nb\nc\nd');
  });

  it('gathers the text below an element', () => {
    expect(deepText(readXml('<x>a <b>c</b><d><e>f</e></d></x>').root!)).to.equal('a c f');
    expect(childOf(readXml('<x><y/></x>').root!, 'z')).to.equal(undefined);
  });

  it('takes member names of objects for what they are: names', () => {
    const { root } = readXml('<x><__proto__><polluted>yes</polluted></__proto__><constructor>1</constructor></x>');
    expect(root!.children.map(({ name }) => name)).to.deep.equal(['__proto__', 'constructor']);
    expect(({} as { polluted?: string }).polluted).to.equal(undefined);
  });

  describe('refuses', () => {
    const refused: readonly (readonly [what: string, text: string, code: string])[] = [
      ['nothing', '', 'not-xml'],
      ['white space', ' \n\t ', 'not-xml'],
      ['plain text', 'HTTP/1.1 200 OK\n\n<x/>', 'not-xml'],
      ['JSON', '{"a":1}', 'not-xml'],
      ['a document type', '<!DOCTYPE x><x/>', 'xml-doctype'],
      ['a document type in small letters', '<!doctype x [<!ENTITY a "b">]><x>&a;</x>', 'xml-doctype'],
      ['a document type in the middle', '<x><!DOCTYPE x></x>', 'xml-doctype'],
      ['another declaration', '<x><!ENTITY a "b"></x>', 'xml-syntax'],
      ['a wrong end tag', '<x><y></x></y>', 'xml-mismatched-tag'],
      ['an end tag too many', '<x/></x>', 'xml-mismatched-tag'],
      ['an end tag that goes on', '<ab>1</abc>', 'xml-mismatched-tag'],
      ['an open element', '<x><y>1</y>', 'xml-truncated'],
      ['an open tag', '<x', 'xml-truncated'],
      ['an open end tag', '<x></x', 'xml-truncated'],
      ['an open attribute', '<x a="1', 'xml-truncated'],
      ['an open comment', '<x><!-- </x>', 'xml-truncated'],
      ['an open CDATA section', '<x><![CDATA[ </x>', 'xml-truncated'],
      ['an open processing instruction', '<x/><?p', 'xml-truncated'],
      ['a second root', '<x/><x/>', 'xml-syntax'],
      ['CDATA outside', '<x/><![CDATA[a]]>', 'xml-syntax'],
      ['a tag inside a tag', '<alert</alert>', 'xml-syntax'],
      ['a bare less-than', '<x>1 < 2</x>', 'xml-syntax'],
      ['a name that begins with a digit', '<1/>', 'xml-syntax'],
      ['an attribute without quotes', '<x a=1/>', 'xml-syntax'],
      ['an attribute without a value', '<x a/>', 'xml-syntax'],
      ['an attribute twice', '<x a="1" a="2"/>', 'xml-syntax'],
      ['attributes that touch', '<x a="1"b="2"/>', 'xml-syntax'],
      ['a less-than in an attribute', '<x a="<"/>', 'xml-syntax'],
    ];
    for (const [what, text, code] of refused)
      it(what, () => {
        const { root, issues } = readXml(text);
        expect(root).to.equal(undefined);
        expect(issues.map((told) => told.code)).to.deep.equal([code]);
        expect(issues[0]!.level).to.equal('error');
      });

    it('every proper prefix of a document', () => {
      const text = '<?xml version="1.0"?><x a="1"><!-- c --><y>&lt;<![CDATA[d]]></y><z/></x>';
      expect(readXml(text).root).to.not.equal(undefined);
      for (let length = 0; length < text.length; length += 1)
        expect(readXml(text.slice(0, length)).root, `the first ${length}`).to.equal(undefined);
    });

    it('with the place in words and as a pointer', () => {
      const [told] = readXml('<x>\n <y><z></y></x>').issues;
      expect(told).to.include({ code: 'xml-mismatched-tag', path: '/x/y/z' });
      expect(told!.message).to.contain('<z> is closed by </y>').and.to.contain('line 2, column 8');
    });
  });

  describe('keeps with an Issue', () => {
    it('a prefix that nobody declared', () => {
      const { root, issues } = readXml('<a:x><a:y>1</a:y></a:x>');
      expect(root).to.include({ name: 'x', ns: '' });
      expect(issues.map(({ code }) => code)).to.deep.equal(['xml-prefix']);
    });
    it('text after the end', () => {
      expect(readXml('<x/>\u001a').root).to.not.equal(undefined);
      expect(codes('<x/>\u001a')).to.deep.equal(['xml-after-end']);
    });
  });

  describe('limits', () => {
    it('depth', () => {
      const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
      expect(codes(nested(xmlLimits.depth))).to.deep.equal([]);
      expect(codes(nested(xmlLimits.depth + 1))).to.deep.equal(['xml-too-deep']);
    });
    it('elements', () => {
      const wide = (count: number): string => `<a>${'<b/>'.repeat(count - 1)}</a>`;
      expect(codes(wide(xmlLimits.elements))).to.deep.equal([]);
      expect(codes(wide(xmlLimits.elements + 1))).to.deep.equal(['xml-too-many-elements']);
    });
    it('attributes', () => {
      const many = (count: number): string =>
        `<a ${Array.from({ length: count }, (_, at) => `a${at}="1"`).join(' ')}/>`;
      expect(codes(many(xmlLimits.attributes))).to.deep.equal([]);
      expect(codes(many(xmlLimits.attributes + 1))).to.deep.equal(['xml-too-many-attributes']);
    });
    it('prefixes in force', () => {
      const bound = (depth: number): string =>
        Array.from(
          { length: depth },
          (_, at) => `<a${at} ${Array.from({ length: 8 }, (_, n) => `xmlns:p${at}-${n}="u"`).join(' ')}>`,
        ).join('');
      expect(codes(bound(9))).to.deep.equal(['xml-too-many-prefixes']);
      expect(codes(bound(8))).to.deep.equal(['xml-truncated']);
    });
    it('bytes', () => {
      expect(codes(new Uint8Array(xmlLimits.bytes + 1))).to.deep.equal(['xml-too-large']);
      const whole = `<a>${'b'.repeat(xmlLimits.bytes - 7)}</a>`;
      expect(codes(utf8(whole))).to.deep.equal([]);
      expect(readXml('<a>bb</a>', { limits: { ...xmlLimits, bytes: 8 } }).issues[0]!.code).to.equal('xml-too-large');
    });
  });
});
