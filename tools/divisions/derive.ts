import type { Sheets } from './source.js';

const CITY = '4501';
const WIDTHS = [6, 9, 12] as const;

interface Row {
  readonly code: string;
  readonly name: string;
}

/**
 * The divisions of Nanning out of sheets of the whole country: a line for each district and each street, the street's communities
 * behind it as the last three digits of their code and their name.
 */
export function derive({ areas, streets, villages }: Sheets): string {
  const [districts, towns, communities] = [areas, streets, villages].map((sheet, i) => rowsOf(sheet, WIDTHS[i]!));
  const lines: string[] = [];
  for (const { code, name } of districts!) {
    lines.push(`${code} ${name}`);
    for (const town of below(towns!, code)) {
      const within = below(communities!, town.code);
      lines.push([`${town.code} ${town.name}`, ...within.map((each) => each.code.slice(9) + each.name)].join(' '));
    }
  }
  const [told, there] = [lines.join(' ').split(' ').length, [districts, towns, communities].flat().length];
  // A line has one word more than it has divisions: its own code.
  if (told - lines.length !== there)
    throw new Error(`${there} divisions, but ${told - lines.length} of them have a parent`);
  return lines.join('\n');
}

const below = (rows: readonly Row[], parent: string): Row[] => rows.filter(({ code }) => code.startsWith(parent));

function rowsOf(sheet: string, width: number): Row[] {
  const rows = sheet
    .split('\n')
    .filter((line) => line.startsWith(CITY))
    .map((line) => /^(\d+),"([^"\s]+)",/.exec(line) ?? [line])
    .map(([line, code, name]) => {
      if (code?.length !== width || name === undefined) throw new Error(`no code of ${width} digits and name: ${line}`);
      return { code, name };
    });
  return rows.sort((a, b) => (a.code < b.code ? -1 : 1));
}
