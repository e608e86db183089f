import { explainFrame, type Explained, type Layout } from '@yingji/core/frame';

/** Bytes on one line; a longer field goes on below. */
const PER_LINE = 8;

/** A frame as lines of a table: offset, bytes, field, what it says. */
export function drawFrame(layout: Layout, bytes: Uint8Array): string[] {
  return explainFrame(layout, bytes).lines.flatMap(lineOf);
}

function lineOf({ offset, hex, path, title, says }: Explained): string[] {
  const pairs = hex.match(/../g) ?? [];
  const depth = '  '.repeat(Math.max(0, path.split('/').length - 2));
  const head = `${String(offset).padStart(6)}  `;
  const rows = Array.from({ length: Math.max(1, Math.ceil(pairs.length / PER_LINE)) }, (_, i) =>
    pairs
      .slice(i * PER_LINE, (i + 1) * PER_LINE)
      .join(' ')
      .padEnd(PER_LINE * 3),
  );
  return rows.map((row, i) =>
    (i === 0
      ? `${head}${row}${depth}${title.zh} ${title.en}${says === '' ? '' : `: ${says}`}`
      : `${' '.repeat(head.length)}${row}`
    ).trimEnd(),
  );
}
