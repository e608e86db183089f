import { expect } from 'chai';
import { entityId } from '../model/id.js';
import type { Responder } from '../model/responder.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Fact } from '../resilience/fact.js';
import { teamStrength } from './team-strength.js';

const hour = (h: number): Instant => toInstant(Date.parse('2026-06-12T16:00:00+08:00') + 3_600_000 * h);
const TEAM = entityId('team', 'registry', '1');
const person = (name: string, more: Partial<Responder>, exercise?: string): Fact<Responder> => ({
  id: entityId('responder', 'registry', name),
  at: hour(0),
  value: { state: 'active', skills: [], teams: [TEAM], ...more },
  ...(exercise !== undefined && { exercise }),
});

describe('the strength of a team', () => {
  const people = [
    person('a', {
      availability: { is: 'available', until: hour(2) },
      skills: [{ skill: 'pump', expires: hour(1) }, { skill: 'first-aid' }],
    }),
    person('b', { availability: { is: 'stand-by' }, skills: [{ skill: 'pump', expires: hour(5) }] }),
    person('c', {}),
    person('d', { state: 'paused', skills: [{ skill: 'boat-driver' }] }),
    person('e', { teams: [entityId('team', 'registry', '2')] }),
    person('f', {}, 'spring'),
  ];
  const at = (h: number, of: object = {}) => teamStrength({ id: TEAM, ...of }, people, hour(h));

  it('is who is in it and active, who can be sent, and what they can do between them', () => {
    expect(at(0)).to.deep.equal({ members: 3, available: 1, standBy: 1, skills: ['first-aid', 'pump'], next: hour(1) });
    expect(at(1), 'one of two certificates has run out').to.deep.include({
      skills: ['first-aid', 'pump'],
      next: hour(2),
    });
    expect(at(2), 'nobody knows of that one any more').to.deep.include({ available: 0, next: hour(5) });
    expect(at(5)).to.deep.equal({ members: 3, available: 0, standBy: 1, skills: ['first-aid'] });
  });

  it('counts whom a drill invented in that drill alone', () => {
    expect(at(0, { exercise: 'spring' }).members).to.equal(4);
    expect(at(0, { exercise: 'autumn' }).members).to.equal(3);
  });
});
