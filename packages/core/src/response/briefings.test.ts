import { expect } from 'chai';
import { briefingRules } from '../codes/briefing-rules.js';
import { briefingExample } from '../model/briefing.schema.js';
import { Briefing } from '../model/briefing.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import { briefingsOwed, isLate, replacedBy } from './briefings.js';

const START = Date.parse('2026-06-12T17:45:58+08:00');
const minute = (m: number): Instant => toInstant(START + 60_000 * m);
const INCIDENT = entityId('incident', 'city', '3f2a');
const sent = (name: string, m: number, more: Partial<Briefing> = {}): Fact<Briefing> => ({
  id: entityId('briefing', 'city', name),
  at: minute(m),
  value: { ...Briefing.parse(briefingExample), about: [INCIDENT], ...more },
});
const owed = (m: number, briefings: readonly Fact<Briefing>[], of: object = {}) =>
  briefingsOwed({ id: INCIDENT, since: minute(0), ...of }, briefings, { rules: briefingRules, now: minute(m) }).map(
    ({ rule, state }) => `${rule.by} ${state}`,
  );

describe('briefings by rule', () => {
  it('are owed from when the desk was told, each in its way, until they are sent; late ones stay late', () => {
    expect(owed(29, [])).to.deep.equal(['phone owed', 'writing owed']);
    expect(owed(30, [])).to.deep.equal(['phone overdue', 'writing owed']);
    const phone = sent('1', 30);
    expect(owed(60, [phone])).to.deep.equal(['phone in-time', 'writing overdue']);
    expect(owed(90, [phone, sent('2', 61, { by: 'writing' })])).to.deep.equal(['phone in-time', 'writing late']);
    expect(owed(90, [sent('3', 40), sent('4', 50)])[0], 'the first of them').to.equal('phone late');
  });

  it('are those about it, of its own drill, of the stage that was asked for', () => {
    const other = entityId('incident', 'city', 'other') as EntityId;
    const none = [
      sent('1', 1, { about: [other] }),
      sent('2', 1, { stage: 'final' }),
      { ...sent('3', 1), exercise: 'spring' },
    ];
    expect(owed(10, none)).to.deep.equal(['phone owed', 'writing owed']);
    expect(owed(10, none, { exercise: 'spring' })[0]).to.equal('phone in-time');
  });

  it('are late by what they say themselves, and say nothing where they do not', () => {
    expect(isLate(sent('1', 30, { due: minute(30) }))).to.equal(false);
    expect(isLate(sent('1', 31, { due: minute(30) }))).to.equal(true);
    const { due: _, ...value } = sent('1', 31).value;
    expect(isLate({ ...sent('1', 31), value })).to.equal(undefined);
  });

  it('are replaced by the version that names them, the last where several do', () => {
    const first = sent('1', 0);
    const versions = ['2', '3'].map((name, i) => sent(name, 10 * (i + 1), { replaces: first.id, version: i + 2 }));
    expect(replacedBy(first, versions)).to.equal(entityId('briefing', 'city', '3'));
    expect(replacedBy(first, [...versions].reverse())).to.equal(entityId('briefing', 'city', '3'));
    expect(replacedBy(versions[1]!, [first, ...versions])).to.equal(undefined);
    expect(replacedBy(first, [{ ...versions[0]!, exercise: 'spring' }])).to.equal(undefined);
  });
});
