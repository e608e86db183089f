import { issue, type Issue } from '@yingji/core';

export type Encoding = 'utf-8' | 'gb18030';

const starts = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

function tryDecode(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The text of a table file. A stated encoding is taken at its word; otherwise whatever is valid UTF-8 is UTF-8 and the
 * rest GB18030, which Excel and WPS write on Chinese Windows. A byte order mark is dropped.
 */
export function decodeText(
  bytes: Uint8Array,
  stated?: Encoding,
): { readonly text: string } | { readonly issue: Issue } {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    return {
      issue: issue(
        'not-a-table',
        'This is an old (.xls) or locked workbook; save it as .xlsx without a password, or CSV UTF-8.',
      ),
    };
  }
  if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff)) {
    return { issue: issue('encoding-unknown', 'This is UTF-16 text; save it as CSV UTF-8.') };
  }
  const marked = starts(bytes, 0xef, 0xbb, 0xbf);
  const tries: readonly Encoding[] = stated ? [stated] : marked ? ['utf-8'] : ['utf-8', 'gb18030'];
  for (const encoding of tries) {
    const text = tryDecode(bytes, encoding);
    // The decoder drops the mark of UTF-8, not that of GB 18030.
    if (text !== undefined && !text.includes('\0')) return { text: text.replace(/^\uFEFF/, '') };
  }
  const message = `The file is no valid ${tries.join(' or ')} text; save it as CSV UTF-8${stated ? ', or correct the option encoding' : ''}.`;
  return { issue: issue('encoding-unknown', message) };
}
