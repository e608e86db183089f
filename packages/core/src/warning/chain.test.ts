import { expect } from 'chai';
import { entityId, type EntityId } from '../model/id.js';
import { Warning, warningExample } from '../model/warning.schema.js';
import type { Instant } from '../model/time.js';
import { shortCode, warningState, type ChainLink } from './chain.js';

const at = (minute: number): string => `2026-06-12T16:${String(minute).padStart(2, '0')}:00+08:00`;
const id = (name: string): EntityId => entityId('warning', 'cap', name);
const WARNING = Warning.parse(warningExample);
const NOW = Date.parse(at(59));

function message(name: string, minute: number, more: Partial<Warning> = {}): ChainLink {
  const { expires: _, ...open } = WARNING;
  return { id: id(name), at: at(minute) as Instant, value: { ...open, native: name, sent: at(minute), ...more } };
}

function states(all: readonly ChainLink[]): Record<string, string> {
  const state = (self: ChainLink): string =>
    warningState(
      self,
      all.filter(({ value }) => value.references.includes(self.id)),
      NOW,
    ).state;
  return Object.fromEntries(all.map((self) => [self.value.native, state(self)]));
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length < 2) return yield [...items];
  for (const [i, first] of items.entries())
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [first, ...rest];
}

describe('warning chain', () => {
  const six = [
    message('W1', 0),
    message('W2', 10, { verb: 'update', references: [id('W1')] }),
    message('W3', 20, { verb: 'raise', references: [id('W2')] }),
    message('C', 30, { verb: 'lift', references: [id('W3')] }),
    message('U', 40, { verb: 'update', references: [id('never-seen')] }),
    message('A', 50),
  ];

  it('every permutation of six messages ends in one state', () => {
    const expected = { W1: 'superseded', W2: 'superseded', W3: 'lifted', C: 'lifted', U: 'in-force', A: 'in-force' };
    let count = 0;
    for (const order of permutations(six)) {
      expect(states(order)).to.deep.equal(expected);
      count += 1;
    }
    expect(count).to.equal(720);
  });

  it('ends differ: lifted, withdrawn, ended without a reason, expired', () => {
    const end = (verb: Warning['verb']): string | undefined =>
      states([message('W', 0), message('C', 1, { verb, references: [id('W')] })])['W'];
    expect([end('lift'), end('withdraw'), end('end')]).to.deep.equal(['lifted', 'withdrawn', 'ended']);
    expect(states([message('W', 0, { expires: at(30) })])['W']).to.equal('expired');
  });

  it('without an end it stays in force; with one it says when to look again', () => {
    expect(warningState(message('W', 0), [], NOW)).to.deep.equal({ state: 'in-force' });
    const due = Date.parse('2026-06-12T18:00:00+08:00');
    expect(warningState(message('W', 0, { expires: '2026-06-12T18:00:00+08:00' }), [], NOW)).to.deep.equal({
      state: 'in-force',
      due,
    });
  });

  it('an act dated before the warning ends nothing, nor does one sibling the other', () => {
    expect(states([message('W', 10), message('C', 5, { verb: 'lift', references: [id('W')] })])['W']).to.equal(
      'in-force',
    );
    const siblings = [
      message('W', 0),
      message('L', 1, { verb: 'update', references: [id('W')] }),
      message('R', 2, { verb: 'update', references: [id('W')] }),
    ];
    expect(states(siblings)).to.deep.equal({ W: 'superseded', L: 'in-force', R: 'in-force' });
  });

  it('a drill changes nothing about a real warning, nor the real one about the drill', () => {
    const real = message('W', 0);
    const cancel = { ...message('C', 1, { verb: 'lift', references: [id('W')] }), exercise: 'spring drill' };
    expect(warningState(real, [cancel], NOW).state).to.equal('in-force');
    expect(warningState({ ...real, exercise: 'test' }, [{ ...cancel, exercise: undefined }], NOW).state).to.equal(
      'in-force',
    );
    // Drills name themselves by hand, and not always alike.
    expect(warningState({ ...real, exercise: 'test' }, [cancel], NOW)).to.deep.equal({ state: 'lifted', by: id('C') });
  });

  it('a first issue that names another warning does not take its place', () => {
    const again = message('A', 1, { verb: 'issue', references: [id('W')] });
    expect(states([message('W', 0), again])).to.deep.equal({ W: 'in-force', A: 'in-force' });
  });

  it('one that begins later is scheduled until then, in force until it expires, and looked at again at each', () => {
    const later = message('W', 0, { effective: at(30), expires: at(40) });
    const seen = (minute: number) => warningState(later, [], Date.parse(at(minute)));
    expect(seen(29)).to.deep.equal({ state: 'scheduled', due: Date.parse(at(30)) });
    expect(seen(30)).to.deep.equal({ state: 'in-force', due: Date.parse(at(40)) });
    expect(seen(40)).to.deep.equal({ state: 'expired' });
    const lifted = message('C', 10, { verb: 'lift', references: [id('W')] });
    expect(warningState(later, [lifted], Date.parse(at(29))), 'lifted before it began').to.include({ state: 'lifted' });
  });

  it('an act of the instant of the warning ends it: publishers write whole seconds, or minutes', () => {
    const lifted = message('C', 0, { verb: 'lift', references: [id('W')] });
    expect(states([message('W', 0), lifted])).to.deep.equal({ W: 'lifted', C: 'lifted' });
  });

  it('two acts of one instant end in one state, whichever is looked at first', () => {
    const acts = [
      message('X', 5, { verb: 'lift', references: [id('W')] }),
      message('Y', 5, { verb: 'update', references: [id('W')] }),
    ];
    for (const order of [acts, [...acts].reverse()])
      expect(warningState(message('W', 0), order, NOW)).to.deep.equal({ state: 'superseded', by: id('Y') });
  });

  it('shortens a division code to what carries meaning', () => {
    expect(['450103000000', '450103001000', '450103001005', '450100', 'UGC-1'].map(shortCode)).to.deep.equal([
      '450103',
      '450103001',
      '450103001005',
      '450100',
      'UGC-1',
    ]);
  });
});
