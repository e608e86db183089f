import type { Issue } from '@yingji/core';
import type { LonLat } from '../datum/index.js';

export type MultiPolygon = readonly (readonly (readonly LonLat[])[])[];

/** One row, from whatever file. */
export interface SheetRow {
  /** What a person looks for: `Row 12` of a spreadsheet whose header is row 1, `Feature 3` of a GeoJSON file. */
  readonly label: string;
  /** RFC 6901 pointer of its cells in the input; a header is appended. */
  readonly path: string;
  readonly cells: readonly string[];
  /** Columns where something stands that cannot be read; their cells are empty. */
  readonly unreadable?: ReadonlySet<number>;
  /** Outline in the datum of the sheet, if the file carries geometry. */
  readonly outline?: MultiPolygon;
}

export interface Sheet {
  readonly header: readonly string[];
  readonly headerPath: string;
  readonly rows: readonly SheetRow[];
  /** Datum word that the file itself states for its geometry. */
  readonly datum?: string;
  readonly issues: readonly Issue[];
  /** Something stood there that is no row, or the last row has no line end: the list is not known to be full. */
  readonly torn: boolean;
}

/** Either a sheet, or why the whole file is refused. */
export type SheetResult = { readonly sheet: Sheet } | { readonly issue: Issue };
