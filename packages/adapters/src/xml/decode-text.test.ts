import { expect } from 'chai';
import { readXml } from './read-xml.js';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part])),
  );
const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const utf16 = (text: string, little: boolean): number[] =>
  [...text].flatMap((letter) => {
    const code = letter.charCodeAt(0);
    return little ? [code & 255, code >> 8] : [code >> 8, code & 255];
  });
const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>`;
/** 暴雨 in GB 18030 (and GBK, GB 2312). */
const RAIN_GB = [0xb1, 0xa9, 0xd3, 0xea];

function text(document: Uint8Array, encoding?: string): string | undefined {
  const { root, issues } = readXml(document, { encoding });
  expect(issues, JSON.stringify(issues)).to.deep.equal([]);
  return root?.text;
}

describe('encodings of a document', () => {
  it('UTF-8, declared, marked or neither', () => {
    expect(text(bytes(declared('UTF-8'), '<a>', utf8('暴雨'), '</a>'))).to.equal('暴雨');
    expect(text(bytes(declared('utf8'), '<a>', utf8('暴雨'), '</a>'))).to.equal('暴雨');
    expect(text(bytes('<a>', utf8('暴雨'), '</a>'))).to.equal('暴雨');
    expect(text(bytes([0xef, 0xbb, 0xbf], declared('UTF-8'), '<a>', utf8('暴雨'), '</a>'))).to.equal('暴雨');
  });

  for (const name of ['GB2312', 'gbk', 'GB18030'])
    it(name, () => expect(text(bytes(declared(name), '<a>', RAIN_GB, '</a>'))).to.equal('暴雨'));

  it('GB 18030 with four bytes under the label GB2312', () => {
    expect(text(bytes(declared('GB2312'), '<a>', [0x82, 0x35, 0x8f, 0x33], '</a>'))).to.equal('龦');
  });

  for (const name of ['ISO-8859-1', 'windows-1252', 'latin1'])
    it(name, () => expect(text(bytes(declared(name), '<a>Usulut', [0xe1], 'n</a>'))).to.equal('Usulután'));

  it('a Latin-1 document whose bytes would also pass as UTF-8', () => {
    expect(text(bytes(declared('ISO-8859-1'), '<a>', [0xc3, 0xa1], '</a>'))).to.equal('Ã¡');
  });

  for (const [name, little, mark] of [
    ['UTF-16LE with a mark', true, [0xff, 0xfe]],
    ['UTF-16BE with a mark', false, [0xfe, 0xff]],
    ['UTF-16LE without a mark', true, []],
    ['UTF-16BE without a mark', false, []],
  ] as const)
    it(name, () => expect(text(bytes(mark, utf16(`${declared('UTF-16')}<a>暴雨</a>`, little)))).to.equal('暴雨'));

  it('UTF-16 declared by a document that is not', () => {
    expect(text(bytes(declared('UTF-16'), '<a>', utf8('暴雨'), '</a>'))).to.equal('暴雨');
  });

  it('refuses an encoding that nobody knows', () => {
    const { root, issues } = readXml(bytes(declared('EBCDIC-XX'), '<a/>'));
    expect(root).to.equal(undefined);
    expect(issues.map(({ code }) => code)).to.deep.equal(['xml-encoding']);
  });

  it('shows what does not fit as U+FFFD, with an Issue', () => {
    const { root, issues } = readXml(bytes(declared('UTF-8'), '<a>', RAIN_GB, '</a>'));
    expect(root!.text).to.contain('\ufffd');
    expect(issues.map(({ code, level }) => [code, level])).to.deep.equal([['xml-bytes', 'warning']]);
  });

  it('reads what does not fit by the configured encoding, with an Issue', () => {
    const { root, issues } = readXml(bytes('<a>', RAIN_GB, '</a>'), { encoding: 'gb18030' });
    expect(root!.text).to.equal('暴雨');
    expect(issues.map(({ code }) => code)).to.deep.equal(['xml-bytes']);
  });

  it('a configured encoding changes nothing where the bytes fit', () => {
    expect(text(bytes('<a>', utf8('暴雨'), '</a>'), 'gb18030')).to.equal('暴雨');
  });
});
