import { expect } from 'chai';
import * as z from 'zod';
import { YingjiError } from '../error.js';
import { defineKind, kindFaults, type KindDefinition } from './define-kind.js';
import { id, means, sensitive } from './marks.js';
import { jsonSchema } from './schemas.js';
import { createVocabulary, vocabulary } from './vocabulary.js';

const fields = {
  state: means(z.enum(['running', 'stuck', 'out']), 'Where it stands.'),
  building: means(id, 'The building it is in.'),
  speed: means(z.number(), 'How fast it goes.', { unit: 'm/s' }).optional(),
  trapped: sensitive('Who is inside.').optional(),
};
const lift: KindDefinition<typeof fields> = {
  name: 'acme:lift',
  title: { zh: '电梯', en: 'lift' },
  law: 'register',
  fields,
  example: { state: 'stuck', building: 'place/registry/3' },
  states: { running: ['stuck', 'out'], stuck: ['running', 'out'], out: ['running'] },
  refs: ['building'],
};

function faults(definition: object): string {
  try {
    defineKind({ ...lift, ...definition });
  } catch (error) {
    expect((error as YingjiError).code).to.equal('bad-kind');
    return (error as YingjiError).message;
  }
  return '';
}

describe('defineKind', () => {
  it('makes plain data of a kind: whose it is, what is personal, never left out unless told', () => {
    expect(defineKind(lift).kind).to.deep.equal({
      name: 'acme:lift',
      law: 'register',
      owner: 'source',
      coalesce: false,
      sensitive: ['/trapped'],
      refs: ['building'],
      states: lift.states,
    });
  });

  it('lists it like ours, with units, marks and example', () => {
    const { title, names, examples, properties } = jsonSchema(defineKind(lift)) as {
      title: string;
      names: unknown;
      examples: unknown[];
      properties: Record<string, { unit?: string; sensitive?: boolean }>;
    };
    expect([title, names, examples]).to.deep.equal(['acme:lift', lift.title, [lift.example]]);
    expect([properties['speed']?.unit, properties['trapped']?.sensitive]).to.deep.equal(['m/s', true]);
    expect(properties).to.have.property('extra');
  });

  it('adds to a vocabulary, and changes no other', () => {
    const own = createVocabulary([defineKind(lift)]);
    expect(own.kinds).to.include.keys('acme:lift', 'report', 'memory');
    expect(own.drafts).to.include.keys('acme:lift', 'report').and.not.include.keys('memory');
    expect(vocabulary.kinds).to.not.include.keys('acme:lift');
  });

  it('a name is given once, and ours are taken', () => {
    const own = defineKind(lift);
    expect(() => createVocabulary([own, own])).to.throw(YingjiError, 'acme:lift is defined twice');
    const ours = { ...own, kind: { ...own.kind, name: 'report' } };
    expect(() => createVocabulary([ours])).to.throw(YingjiError, 'report is defined twice');
  });

  it('says what is wrong, all at once', () => {
    expect(faults({})).to.equal('');
    expect(faults({ name: 'lift' })).to.include('must be vendor:kind');
    expect(faults({ name: `acme:${'a'.repeat(32)}` })).to.include('must be vendor:kind');
    expect(faults({ refs: ['house'] })).to.include('house is named as a member');
    expect(faults({ keepLatestBy: ['building'] })).to.include('only of events');
    expect(faults({ example: { state: 'stuck' } })).to.include('not valid at /building');
    const two = faults({ name: 'Lift', refs: ['house'] });
    expect(two).to.include('vendor:kind').and.include('house');
  });

  it('what is personal is no reference and names no place in the picture, where no erasure reaches', () => {
    const { states: _, ...event } = { ...lift, law: 'event' };
    for (const named of ['refs', 'keepLatestBy'])
      expect(() => defineKind({ ...event, states: undefined, [named]: ['trapped'] } as never), named).to.throw(
        YingjiError,
        'trapped is personal data',
      );
  });

  it('says who sees it by one of our groups; by default it says nothing', () => {
    const { trapped: _, ...open } = fields;
    const own = defineKind({ ...lift, access: 'site' });
    expect(own.kind.access).to.equal('site');
    expect(jsonSchema(own)).to.include({ access: 'site' });
    expect(kindFaults(own)).to.deep.equal([]);
    expect(defineKind(lift).kind).to.not.have.property('access');
    expect(jsonSchema(defineKind(lift))).to.not.have.property('access');
    expect(faults({ access: 'everybody' })).to.include('access is none of open, site, event, people');
    expect(faults({ access: 'open' })).to.include('no personal fields');
    expect(faults({ access: 'open', fields: open })).to.equal('');
    expect(kindFaults({ ...own, kind: { ...own.kind, access: 'open' } })[0]).to.include('no personal fields');
  });

  it('a life cycle has the states of the field, and every one can be reached', () => {
    const { running, stuck } = lift.states!;
    expect(faults({ states: { running, stuck } })).to.include('out is not in the table');
    expect(faults({ states: { ...lift.states, lost: [] } }))
      .to.include('no way leads to lost')
      .and.include('none that');
    expect(faults({ states: { running: ['stuck'], stuck: [], out: [] } })).to.include('no way leads to out');
    expect(faults({ states: { running: ['stuck'], stuck: [], out: [] }, begins: ['running', 'out'] })).to.equal('');
  });

  it('what comes from elsewhere is looked at again', () => {
    const made = defineKind(lift);
    expect(kindFaults(made)).to.deep.equal([]);
    for (const none of [undefined, null, 1, 'acme:lift', [], {}, lift, made.kind])
      expect(kindFaults(none)).to.deep.equal(['it is no kind; make it with defineKind']);
    const { kind } = made;
    expect(kindFaults({ ...made, kind: { ...kind, name: 'report' } })[0]).to.include('vendor:kind');
    expect(kindFaults({ ...made, kind: { ...kind, sensitive: [] } })[0]).to.include('personal fields');
    expect(kindFaults({ ...made, kind: { ...kind, refs: ['house'] } })[0]).to.include('house');
    expect(kindFaults({ ...made, schema: z.strictObject({ trapped: z.string() }) })[0]).to.include('another copy');
  });

  it('members mean something, objects are closed, personal data lies open to the door', () => {
    const withField = (field: object): string => faults({ fields: { ...fields, ...field } });
    expect(withField({ floor: z.number().optional() })).to.include('floor does not say');
    for (const open of [z.object({}), z.looseObject({ a: z.number() })])
      expect(withField({ more: means(open.optional(), 'More.') })).to.include('use z.strictObject');
    const keeper = z.strictObject({ name: sensitive('Who.') });
    expect(withField({ keeper: means(keeper.optional(), 'Keeper.') })).to.include('inside an object');
    const bare = means(z.string().optional(), 'Who.', { sensitive: true });
    expect(withField({ keeper: bare })).to.include('no room for a reference');
    expect(withField({ extra: means(z.string().optional(), 'Mine.') })).to.include('extra is added');
  });
});
