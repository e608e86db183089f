import { expect } from 'chai';
import fc from 'fast-check';
import type * as z from 'zod';
import type { JsonObject } from '../json.js';
import type { Position } from '../model/change.js';
import { entityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { schemas, type KindName } from '../model/schemas.js';
import { toInstant } from '../model/time.js';
import { seeds } from '../testing/seeds.js';
import type { Row } from '../view/view.js';
import { groupOf } from './reach.js';
import { reduce } from './reduce.js';
import type { Tier } from './tier.js';

/** Members in words that say of the whole row that it is not, or no longer, what it looks like. */
const SAYS_SO = new Set(['exercise', 'retired', 'undoes', 'withdrawn', 'replaces', 'supersedes', 'lifted']);

/** The schema of a member without what makes it optional. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as { def: { type: string; innerType?: z.core.$ZodType } };
  return def.type === 'optional' && def.innerType ? bare(def.innerType) : schema;
}

/** Members of a kind by which a reader tells apart what must not be taken for another: a closed list, yes or no, a word that says so. */
function flagsOf(kind: KindName): readonly string[] {
  return Object.entries(schemas[kind].schema.shape as { readonly [name: string]: z.core.$ZodType })
    .filter(
      ([name, schema]) => SAYS_SO.has(name) || ['enum', 'boolean', 'literal'].includes(bare(schema)._zod.def.type),
    )
    .map(([name]) => name);
}

const names = Object.keys(schemas) as KindName[];
const NOWHERE = { divisions: [], organizations: [], incidents: [] };
const tier = fc.constantFrom<Tier>('view', 'assist', 'lead');
const DERIVED = { fault: 'derivation-failed', mergedInto: 'incident/city/2', retired: true, drill: { alarms: 1 } };

/** A row of a kind with some of what marks it. */
const marked = fc.constantFrom(...names).chain((kind) =>
  fc
    .record({
      has: fc.subarray([...flagsOf(kind)]),
      derived: fc.subarray(Object.entries(DERIVED)).map((entries) => Object.fromEntries(entries) as JsonObject),
      exercise: fc.option(fc.constant('drill-1'), { nil: undefined }),
    })
    .map(({ has, derived, exercise }): { readonly row: Row; readonly has: readonly string[] } => ({
      has,
      row: {
        id: entityId(kind, 'x', '1'),
        kind,
        value: Object.fromEntries(has.map((name) => [name, `said-${name}`])),
        derived,
        ...(exercise !== undefined && { exercise }),
        at: toInstant(0),
        recordedAt: toInstant(0),
        basis: 'stated',
        source: 'x',
        position: 1 as Position,
        fresh: { state: 'live' },
      },
    })),
);

describe('what a tier shows of a row', () => {
  it('of every kind keeps what says that it is a drill, gone, taken back or cannot be told: less is no other', () => {
    expect(flagsOf('feed')).to.include.members(['exercise', 'retired']);
    fc.assert(
      fc.property(marked, tier, ({ row, has }, shown) => {
        const less = reduce(row, shown, NOWHERE);
        if (!less) return;
        expect(less.exercise).to.equal(row.exercise);
        for (const name of has) expect(less.value, `${shown} of ${row.kind}`).to.have.property(name);
        for (const name of Object.keys(row.derived))
          if (DERIVED_OF[name]?.includes(row.kind) ?? true)
            expect(less.derived, `${shown} of ${row.kind}`).to.have.property(name);
      }),
      seeds(),
    );
  });

  it('names nobody to view: not who is to be called, who signed, who saw it or who said it, and counts nobody of whom it sees nothing', () => {
    for (const kind of names) {
      const secret = { $vault: 'CANARY', pseudonym: 'CANARY', masked: 'CANARY' };
      const fields = kinds[kind]!.sensitive.map((pointer) => [pointer.slice(1), secret] as const);
      const row: Row = {
        ...fc.sample(marked, { numRuns: 1, seed: 1 })[0]!.row,
        kind,
        value: { state: 'open', ...Object.fromEntries(fields) },
        derived: {
          acknowledged: { at: toInstant(0), masked: 'CANARY' },
          callups: { called: 'CANARY' },
          transfers: { refused: 'CANARY' },
        },
        by: 'CANARY',
      };
      const less = reduce(row, 'view', NOWHERE);
      expect(JSON.stringify(less ?? {}), kind).to.not.include('CANARY');
      if (groupOf(kind, undefined) !== 'open' || kind === 'feed') continue;
      // What is for everybody comes whole: a warning that view were shown nothing of would be none.
      const own = Object.keys(row.value).filter((name) => !fields.some(([field]) => field === name));
      expect(Object.keys(less!.value), kind).to.have.members(own);
      expect(less!.derived['acknowledged'], 'that somebody saw it').to.deep.equal({ at: toInstant(0), masked: '*' });
      const plain = { ...row, value: { state: 'open' }, derived: {} };
      delete plain.by;
      expect(reduce(plain, 'view', NOWHERE), 'nothing to leave out').to.equal(plain);
    }
  });

  it('of people to assist has where they stand to a hundred metres, to lead as it is; all else assist sees as lead does', () => {
    for (const kind of names) {
      const position = [108.123456, 22.654321];
      const row: Row = {
        ...fc.sample(marked, { numRuns: 1, seed: 1 })[0]!.row,
        kind,
        value: { position, accuracyM: 3 },
        derived: { position },
      };
      expect(reduce(row, 'lead', NOWHERE), kind).to.equal(row);
      const less = reduce(row, 'assist', NOWHERE)!;
      if (groupOf(kind, undefined) !== 'people') expect(less, kind).to.equal(row);
      else {
        expect(less.value, kind).to.deep.equal({ position: [108.123, 22.654], accuracyM: 82 });
        expect(less.derived, kind).to.deep.equal({ position: [108.123, 22.654], accuracyM: 79 });
      }
    }
  });

  it('says that a source was retired, and not in whose words', () => {
    const gone = marked.filter(({ row, has }) => row.kind === 'feed' && has.includes('retired'));
    const { row } = fc.sample(gone, { numRuns: 1, seed: 1 })[0]!;
    expect(reduce(row, 'view', NOWHERE)!.value['retired']).to.equal('');
    expect(reduce(row, 'lead', NOWHERE)).to.equal(row);
  });
});

/** Where only some kinds are derived so. */
const DERIVED_OF: { readonly [name: string]: readonly string[] } = {
  mergedInto: ['incident'],
  retired: ['device'],
  drill: ['device'],
};
