// Makes small workbooks for the tests beside this file, so that no binary file has to be kept.
import { crc32, deflateRawSync } from 'node:zlib';

const text = (part: string): Buffer => Buffer.from(part, 'utf8');
const escaped = (cell: string): string => cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** What lies about a part in its headers, for hostile files. */
export interface PartLie {
  readonly flags?: number;
  readonly method?: number;
  readonly sum?: number;
  readonly unpacked?: number;
}

/** A ZIP file of these parts, packed; `lies` puts other numbers into the headers of a part. */
export function zipOf(
  parts: { readonly [name: string]: string | Buffer },
  lies: { readonly [name: string]: PartLie } = {},
): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = typeof content === 'string' ? text(content) : content;
    const { flags = 0, method = 8, sum = crc32(bytes), unpacked = bytes.length } = lies[name] ?? {};
    const packed = method === 0 ? bytes : deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(sum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(unpacked, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    locals.push(text('PK\x03\x04'), common, text(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(text('PK\x01\x02'), Buffer.from([20, 0]), common, tail, text(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(locals.length / 4, 4);
  end.writeUInt16LE(locals.length / 4, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...locals, directory, text('PK\x05\x06'), end]));
}

/** A cell as it is written: text, a number, or the XML of the cell's inside with its attributes. */
export type Cell = string | number | { readonly attributes: string; readonly inside: string };

const letters = (column: number): string =>
  (column >= 26 ? String.fromCharCode(64 + Math.floor(column / 26)) : '') + String.fromCharCode(65 + (column % 26));

/** The parts of a workbook with these sheets; texts are shared strings. */
export function workbookParts(
  sheets: { readonly [name: string]: readonly (readonly Cell[])[] },
  more: {
    readonly styles?: string;
    readonly workbook?: string;
    readonly states?: { readonly [name: string]: string };
  } = {},
): { [name: string]: string } {
  const strings: string[] = [];
  const cellXml = (cell: Cell, at: string): string => {
    if (cell === '') return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    if (typeof cell !== 'string') return `<c r="${at}" ${cell.attributes}>${cell.inside}</c>`;
    strings.push(cell);
    return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const parts: { [name: string]: string } = {};
  const names = Object.keys(sheets);
  names.forEach((name, i) => {
    const rows = sheets[name]!.map((row, y) => {
      const cells = row.map((cell, x) => cellXml(cell, `${letters(x)}${y + 1}`)).join('');
      return `<row r="${y + 1}">${cells}</row>`;
    });
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.join('')}</sheetData></worksheet>`;
  });
  const listed = names.map(
    (name, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}" state="${more.states?.[name] ?? 'visible'}" r:id="rId${i + 1}"/>`,
  );
  const related = names.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="x/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  return {
    '_rels/.rels':
      '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': `<workbook xmlns:r="x">${more.workbook ?? ''}<sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${related.join('')}<Relationship Id="s" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="x/styles" Target="styles.xml"/><Relationship Id="e" Type="x/externalLink" TargetMode="External" Target="http://example.org/x"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((each) => `<si><t xml:space="preserve">${escaped(each)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': more.styles ?? '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    ...parts,
  };
}

export const workbook = (...args: Parameters<typeof workbookParts>): Uint8Array => zipOf(workbookParts(...args));

/** A date cell: the serial number with style 1. */
export const dated = (serial: number): Cell => ({ attributes: 's="1"', inside: `<v>${serial}</v>` });
