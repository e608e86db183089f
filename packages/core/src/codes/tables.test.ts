import { expect } from 'chai';
import { incidentExample } from '../model/incident.schema.js';
import { reportExample } from '../model/report.schema.js';
import { Warning, warningExample } from '../model/warning.schema.js';
import * as codes from './index.js';
import {
  acceptClassification,
  defineTable,
  eventTypePath,
  eventTypes,
  fireComponentTypes,
  isCode,
  isVerified,
  nameOf,
  warningGrades,
  warningSchemes,
  type CodeTable,
} from './index.js';

const tables = Object.values(codes).filter(
  (each): each is CodeTable & typeof each => typeof each === 'object' && 'rows' in each,
) as CodeTable[];

describe('code tables', () => {
  it('each names itself, its norm, and whether it was verified and is whole', () => {
    expect(tables.length).to.be.above(12);
    expect(new Set(tables.map(({ id }) => id)).size).to.equal(tables.length);
    for (const { id, zh, en, norm, verified, complete } of tables) {
      expect(id).to.match(/^[a-z]+(-[a-z]+)*$/);
      expect(
        [zh, en, norm].every((text) => text.length > 1),
        id,
      ).to.equal(true);
      expect([typeof verified, typeof complete], id).to.deep.equal(['boolean', 'boolean']);
    }
  });

  it('every row has a Chinese and an English name', () => {
    for (const { id, rows } of tables)
      for (const [code, { zh, en }] of Object.entries(rows)) {
        expect(zh, `${id} ${code}`).to.match(/^[\p{Script=Han}A-Z0-9]/iu);
        expect(en, `${id} ${code}`)
          .to.match(/^[A-Za-z0-9]/)
          .and.not.match(/\p{Script=Han}/u);
      }
  });

  it('is frozen to its leaves', () => {
    for (const { id, rows } of tables)
      for (const row of Object.values(rows)) expect(Object.isFrozen(rows) && Object.isFrozen(row), id).to.equal(true);
  });

  it('names what it has, in both languages, and nothing else', () => {
    expect(nameOf(eventTypes, '11B03')).to.equal('暴雨');
    expect(nameOf(eventTypes, '11B03', 'en')).to.equal('rainstorm');
    expect(nameOf(fireComponentTypes, 40)).to.equal('感烟火灾探测器');
    for (const code of ['11B3', '', '__proto__', 'toString', 'constructor', -1, NaN]) {
      expect(nameOf(eventTypes, code), String(code)).to.equal(undefined);
      expect(isCode(eventTypes, code), String(code)).to.equal(false);
      expect(isVerified(eventTypes, code), String(code)).to.equal(false);
    }
  });

  it('a row from memory says so, and every row of an unverified table', () => {
    expect(isVerified(eventTypes, '11B22')).to.equal(true);
    expect(isVerified(eventTypes, '11B23')).to.equal(false);
    const table = defineTable({
      ...{ id: 'x', zh: '甲', en: 'x', norm: 'none', verified: false, complete: false },
      rows: { a: { zh: '甲', en: 'a' } },
    });
    expect(isVerified(table, 'a')).to.equal(false);
  });

  it('only what was read in a source calls itself verified: not the law from memory, nor words of our own', () => {
    const from = (verified: boolean): string[] =>
      tables.filter((table) => table.verified === verified).map(({ id }) => id);
    expect(from(false)).to.have.members(['incident-levels', 'quantities', 'warning-schemes']);
    // A message that has the colours alone says nothing of numbers.
    expect(Object.keys(warningGrades.rows).filter((code) => !isVerified(warningGrades, code))).to.deep.equal([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it('the words of the model are the words of the tables', () => {
    const { scheme, grade } = Warning.shape;
    expect(Object.keys(warningSchemes.rows)).to.have.members([...scheme.options]);
    expect(Object.keys(warningGrades.rows)).to.have.members([...grade.unwrap().options]);
    for (const { eventType } of [incidentExample, reportExample, warningExample])
      expect(isCode(eventTypes, eventType!), eventType).to.equal(true);
  });
});

describe('event types', () => {
  it('every code has its group and its class above it', () => {
    for (const code of Object.keys(eventTypes.rows)) {
      const path = eventTypePath(code);
      expect(path.at(-1)).to.equal(code);
      const depth = code.endsWith('000') ? 1 : code.endsWith('00') ? 2 : 3;
      expect(path.length, code).to.equal(depth);
    }
  });

  it('a code that nobody knows is shown by the group it stands in', () => {
    expect(eventTypePath('12G04')).to.deep.equal(['12000', '12G00', '12G04']);
    expect(eventTypePath('12G77')).to.deep.equal(['12000', '12G00']);
    expect(eventTypePath('12Z01')).to.deep.equal(['12000']);
    for (const code of ['20000', '12', '__proto__', '12g04', '12G04 ', '', '15A00'])
      expect(eventTypePath(code), code).to.deep.equal([]);
  });
});

describe('the slot for another classification', () => {
  const table = defineTable({
    ...{ id: 'own', zh: '本地分类', en: 'a local one', norm: 'none', verified: false, complete: false },
    rows: { F: { zh: '火', en: 'fire' }, W: { zh: '水', en: 'water' } },
  });

  it('goes there by the nearest type that was mapped, and back only where one was', () => {
    const { classification, issues } = acceptClassification(table, { '12G00': 'F', '11A00': 'W', '11B03': 'W' });
    expect(issues).to.deep.equal([]);
    expect(['12G04', '12G00', '11B03', '11A77', '11B01', 'x'].map(classification.codeFor)).to.deep.equal([
      ...['F', 'F', 'W', 'W', undefined, undefined],
    ]);
    expect(['F', 'W', 'x'].map(classification.eventTypeFor)).to.deep.equal(['12G00', undefined, undefined]);
  });

  it('a pair with an unknown side is left out, and said', () => {
    const { classification, issues } = acceptClassification(table, { '12G00': 'Q', '99999': 'F', '11A00': 'W' });
    expect(issues.map(({ code, path }) => `${code} ${path}`).sort()).to.deep.equal([
      'unknown-classification-code /12G00',
      'unknown-event-type /99999',
    ]);
    expect(classification.codeFor('11A01')).to.equal('W');
    expect(classification.codeFor('12G00')).to.equal(undefined);
  });
});
