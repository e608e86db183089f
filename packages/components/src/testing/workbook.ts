import { crc32 } from '../supply-panel/zip.js';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook as spreadsheets write it: a hidden sheet first, shared strings in runs, an empty row, a formula, a number with its tail. */
const PARTS = {
  'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><sheets><sheet name="old" sheetId="1" state="hidden" r:id="rId1"/>
<sheet name="盘点 &amp; 六月" sheetId="2" r:id="rId2"/><sheet name="七月" sheetId="3" r:id="rId3"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${LINKS}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="${LINKS}/worksheet" Target="worksheets/sheet2.xml"/>
<Relationship Id="rId4" Type="${LINKS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
  'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>批号</t></si><si><r><t>实</t></r><r><rPr><b/></rPr><t>盘</t></r><rPh sb="0" eb="1"><t>shi</t></rPh></si>
<si><t xml:space="preserve">SD-01 </t></si><si><t>BL-1</t></si></sst>`,
  'xl/worksheets/sheet2.xml': `<worksheet xmlns="${MAIN}"><!-- > --><dimension ref="A1:C5"/><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
<row r="2"><c r="A2" t="s"><v>2</v></c><c r="C2"><v>238.30000000000001</v></c></row>
<row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" t="inlineStr"><is><t>160</t></is></c><c r="C4"><f>80*2</f><v>160</v></c></row>
<row r="5"><c r="A5" t="str"><v><![CDATA[GN-1]]></v></c><c r="C5"><v>1</v></c></row>
</sheetData></worksheet>`,
} as const;

/** The bytes of a workbook, some of its parts others or missing. */
export async function workbook(
  others: { readonly [name in keyof typeof PARTS]?: string | undefined } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const listed: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const [name, text] of Object.entries({ ...PARTS, ...others })) {
    if (text === undefined) continue;
    const plain = new TextEncoder().encode(text);
    const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const packed = new Uint8Array(await new Response(stream).arrayBuffer());
    const called = new TextEncoder().encode(name);
    const shared = (data: DataView, from: number): void => {
      data.setUint16(from, 8, true);
      data.setUint32(from + 6, crc32(plain), true);
      data.setUint32(from + 10, packed.length, true);
      data.setUint32(from + 14, plain.length, true);
      data.setUint16(from + 18, called.length, true);
    };
    const local = record(30, 0x04034b50, (data) => shared(data, 8));
    const central = record(46, 0x02014b50, (data) => {
      shared(data, 10);
      data.setUint32(42, at, true);
    });
    pieces.push(local, called, packed);
    listed.push(central, called);
    at += 30 + called.length + packed.length;
  }
  const end = record(22, 0x06054b50, (data) => {
    data.setUint16(10, listed.length / 2, true);
    data.setUint32(16, at, true);
  });
  return new Uint8Array(await new Blob([...pieces, ...listed, end]).arrayBuffer());
}

function record(length: number, mark: number, fill: (data: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, mark, true);
  fill(data);
  return bytes;
}

/** The same with one byte of a packed part changed. */
export function flipped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const other = bytes.slice();
  other[30 + 'xl/workbook.xml'.length + 60]! ^= 1;
  return other;
}
