import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instant, Warning } from '@yingji/core';
import { schemas } from '@yingji/core/schemas';
import { expect } from 'chai';
import { decodeCap, cap } from './index.js';

const SHARED = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const context = { source: 'known', receivedAt: '2026-06-12T17:00:00+08:00' as Instant };

/** What google/cap-library calls a fault → what it is called here. */
const CODES: { readonly [reason: string]: string } = {
  'XML syntax error': 'xml-syntax',
  NotCapException: 'not-cap',
  INVALID_IDENTIFIER: 'cap-identifier',
  INVALID_DATE: 'cap-time',
  INVALID_ENUM_VALUE: 'cap-enum',
  INVALID_REFERENCES: 'cap-references',
  INVALID_CHARACTERS: 'cap-stray-text',
  INVALID_SEQUENCE: 'cap-order',
  INVALID_POLYGON: 'cap-polygon',
  INVALID_CIRCLE: 'cap-circle',
  INVALID_VALUE: 'cap-altitude',
  INVALID_AREA: 'cap-ceiling',
  INVALID_ALTITUDE_CEILING_RANGE: 'cap-ceiling-below',
  DUPLICATE_ELEMENT: 'cap-duplicate',
  UNSUPPORTED_ELEMENT: 'cap-unknown-element',
  MISSING_REQUIRED_ELEMENT: 'cap-missing',
  ATOM_ID_IS_REQUIRED: 'atom-id-missing',
  ATOM_ENTRY_ID_IS_REQUIRED: 'atom-entry-id-missing',
  ATOM_ENTRY_TITLE_IS_REQUIRED: 'atom-entry-title-missing',
  ATOM_ENTRY_MISSING_CAP_LINK: 'atom-entry-link-missing',
  OTHER: 'atom-unknown-element',
  RSS_ITEM_MISSING_CAP_LINK: 'rss-item-link-missing',
  RSS_ITEM_TITLE_OR_DESCRIPTION_IS_REQUIRED: 'rss-item-text-missing',
  RSS_ITEM_GUID_IS_RECOMMENDED: 'rss-item-guid-missing',
  RSS_PUBDATE_IS_RECOMMENDED: 'rss-pubdate-missing',
};
/** An empty document is no XML before it is no CAP. */
const notCap = (code: string): boolean => code === 'not-cap' || code === 'not-xml';
const REPEATED = new Set(
  'info category responseType eventCode parameter resource area polygon circle geocode entry item code'.split(' '),
);

/** `/alert[1]/info[1]/sender[2]` → `/alert/info/0/sender/1`. */
const pointer = (path: string): string =>
  path.replace(
    /\/(\w+)\[(\d+)\]/g,
    (_, name: string, at: string) => `/${name}${REPEATED.has(name) || at !== '1' ? `/${Number(at) - 1}` : ''}`,
  );

interface Vectors {
  readonly vectors: readonly {
    name: string;
    valid: boolean;
    reasons: readonly (string | readonly [string, string])[];
    xml: string;
  }[];
  readonly language_tags: { readonly valid: readonly string[]; readonly invalid: readonly string[] };
  readonly file_expectations: { readonly [file: string]: readonly string[] };
}

const folders = ['data/cap', 'samples/cap12'].map((name) => join(SHARED, name));
const library = join(SHARED, 'data/cap/google-cap-library');
const vectorFile = join(library, 'EXPECTED-vectors.json');
const present = existsSync(vectorFile) && folders.every((folder) => existsSync(folder));
const absent = present ? '' : ` (skipped: ${SHARED} is not here; set YINGJI_SHARED)`;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.(?:json|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
const told = (issues: readonly { code: string; path: string }[]): string[] =>
  issues.map(({ code, path }) => `${code} ${path}`);

describe(`known CAP documents${absent}`, function () {
  before(function () {
    if (!present) this.skip();
  });
  const expected = (
    present
      ? JSON.parse(readFileSync(vectorFile, 'utf8'))
      : { vectors: [], language_tags: { valid: [], invalid: [] }, file_expectations: {} }
  ) as Vectors;

  // They bear the names that the file gives them; without it this one line stands for them.
  it('the strings and files of EXPECTED-vectors.json are all here', () => {
    expect(expected.vectors).to.have.length(21);
    expect(Object.keys(expected.file_expectations)).to.have.length(14);
  });

  for (const { name, valid, reasons, xml } of expected.vectors)
    it(`vector: ${name}`, () => {
      const { alert, issues } = decodeCap(xml);
      if (valid) {
        expect(alert).to.not.equal(undefined);
        // One of them says scope Private without being wrong by its own lights; nothing else may be told.
        expect(issues).to.deep.equal([]);
      }
      for (const reason of reasons) {
        if (typeof reason !== 'string') expect(told(issues)).to.include(`${CODES[reason[1]]} ${pointer(reason[0])}`);
        else if (reason === 'NotCapException') expect(issues.map(({ code }) => notCap(code))).to.deep.equal([true]);
        else expect(issues.map(({ code }) => code)).to.include(CODES[reason]);
      }
      if (reasons.some((reason) => typeof reason !== 'string'))
        expect(alert, 'a person can read it').to.not.equal(undefined);
    });

  it('vector: addresses and incidents are taken apart', () => {
    const { alert } = decodeCap(expected.vectors[0]!.xml);
    expect(alert!.addresses).to.deep.equal(['address 1', 'address2']);
    expect(alert!.incidents).to.deep.equal(['incident1', 'incident2']);
  });

  it('vector: white space in polygons and circles', () => {
    const area = decodeCap(expected.vectors[1]!.xml).alert!.infos[0]!.areas[0]!;
    expect(area.polygons[1]).to.deep.equal([
      [-12.1, -11],
      [14, 13.2],
      [16, 15],
      [-12.1, -11],
    ]);
    expect(area.circles[1]).to.deep.equal({ centre: [5, 4], radiusM: 6000 });
  });

  it('language tags', () => {
    const fault = (tag: string): boolean =>
      decodeCap(
        `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info><language>${tag}</language></info></alert>`,
      ).issues.some(({ code }) => code === 'cap-language');
    for (const tag of expected.language_tags.valid) expect(fault(tag), tag).to.equal(false);
    for (const tag of expected.language_tags.invalid) expect(fault(tag), tag).to.equal(true);
  });

  for (const [file, reasons] of Object.entries(expected.file_expectations))
    it(`file: ${file}: ${reasons.join('; ')}`, () => {
      const { drafts, issues, ok } = cap.decode(readFileSync(join(library, file)), context);
      const codes = issues.map(({ code }) => code);
      const tellings = drafts.map(({ body }) => (body as unknown as { value: Warning }).value.tellings.length);
      for (const reason of reasons) {
        const [, path = '', word = reason] = /^(\/\S+) (\S+)$/.exec(reason) ?? [];
        if (Object.hasOwn(CODES, word))
          expect(path === '' ? codes : told(issues)).to.include(
            `${CODES[word]}${path === '' ? '' : ` ${pointer(path)}`}`,
          );
        else if (reason.includes('XXE'))
          expect({ ok, drafts, codes }).to.deep.equal({ ok: false, drafts: [], codes: ['xml-doctype'] });
        else if (reason.includes('NotCap'))
          expect({ drafts, codes }).to.deep.equal({
            drafts: [],
            // One of them holds an alert, but outside of any entry.
            codes: [...(file === 'no_entries.atom' ? ['list-alert-outside'] : []), 'list-without-alert'],
          });
        else if (reason.startsWith('ISO-8859-1'))
          expect(JSON.stringify(drafts)).to.contain('á').and.not.contain('\ufffd');
        else if (reason.startsWith('invalid')) expect(issues.filter(({ level }) => level !== 'info')).to.not.be.empty;
        else if (/\d info$/.test(reason)) expect(tellings).to.deep.equal([Number(/(\d) info$/.exec(reason)![1])]);
        else expect.fail(`no rule for "${reason}"`);
      }
    });

  it('every file gives warnings that fit the schema, or at least one Issue', () => {
    const rows: string[] = [];
    const files = present ? folders.flatMap(filesIn) : [];
    expect(files.length).to.be.at.least(60);
    for (const file of files) {
      const { drafts, issues } = cap.decode(readFileSync(file), context);
      expect(drafts.length + issues.length, file).to.be.at.least(1);
      for (const { body, exercise } of drafts) {
        const { value } = body as unknown as { value: Warning };
        expect(schemas.warning.schema.safeParse(value).error?.issues ?? [], file).to.deep.equal([]);
        const areas = value.tellings.flatMap((telling) => telling.areas);
        const count = (key: 'polygons' | 'circles' | 'codes'): number =>
          areas.reduce((sum, area) => sum + (area[key]?.length ?? 0), 0);
        rows.push(
          `${relative(SHARED, file)}\n    ${value.verb} ${value.scheme} ${value.grade ?? 'ungraded'} ${exercise ?? 'real'} "${value.title.slice(0, 60)}" ${count('polygons')} polygons ${count('circles')} circles ${count('codes')} codes, ${value.references.length} references, until ${value.expires ?? '—'}`,
        );
      }
      if (drafts.length === 0) rows.push(relative(SHARED, file));
      rows.push(
        ...issues.slice(0, 12).map(({ level, code, path, message }) => `    ${level} ${code} ${path}: ${message}`),
      );
    }
    if (process.env['YINGJI_PRINT'] === '1') console.log(rows.join('\n'));
  });

  it('no colour was made of a severity: none of these states a colour', () => {
    for (const file of present ? folders.flatMap(filesIn) : [])
      for (const { body } of cap.decode(readFileSync(file), context).drafts)
        expect((body as unknown as { value: Warning }).value, file)
          .to.include({ scheme: 'cap-severity' })
          .and.not.have.property('grade');
  });
});
