import type { CommandRule, Grant } from './command-rule.js';
import type { Role } from './roles.js';

const desk: readonly Role[] = ['duty-desk', 'commander'];
/** Who answers for a compound, a community or an organization. */
const responsible: readonly Role[] = ['squad-lead', 'community', 'unit', ...desk];
/** Everybody who goes out. */
const field: readonly Role[] = ['grid-worker', 'responder', ...responsible];

/** What calls people off, or fewer of them: nobody does that for what goes on beyond their reach. */
const ended = { roles: desk, tier: 'lead', whole: ['incident'] } as const satisfies Grant;

/** What somebody saw or did is still true a day later; what is to be done may not be, so nothing that begins something waits. */
const DAY_MS = 24 * 3_600_000;

/** Who may send which Command of this version, where, and at which tier. */
export const commandRules = {
  'acknowledge-alarm': {
    roles: field,
    tier: 'assist',
    of: ['of'],
    seen: true,
    waits: { ms: DAY_MS, members: ['of'] },
  },
  'triage-report': { roles: desk, tier: 'lead', of: ['of', 'incident'] },
  'open-incident': { roles: desk, tier: 'lead', of: ['of', 'place'] },
  'advance-incident': {
    roles: desk,
    tier: 'lead',
    of: ['incident'],
    when: {
      member: 'to',
      is: {
        // Whoever is there first says that they have begun; it lowers nothing.
        'first-handling': { roles: responsible, tier: 'assist' },
        // 牵头: the unit that linkage has lead says how its own work stands.
        responding: { roles: ['unit', ...desk], tier: 'lead' },
        controlled: { roles: ['unit', ...desk], tier: 'lead' },
        closed: ended,
        'false-alarm': ended,
        'handed-over': ended,
        reviewed: ended,
      },
    },
  },
  'grade-incident': { ...ended, of: ['incident'] },
  // It leaves the list of everybody who sees it.
  'shelve-alarm': { ...ended, whole: ['of'], of: ['of'] },
  'unshelve-alarm': { roles: desk, tier: 'assist', of: ['of'] },
  // What is merged ends with the other: that one may go on in a part of where it is.
  'merge-incidents': { ...ended, of: ['incident', 'into'] },
  'unmerge-incident': { roles: desk, tier: 'lead', of: ['of', 'from'] },
  // A warning is everybody's, and so is who was called about it: it says what the caller did.
  'record-callup': { roles: responsible, tier: 'assist', of: ['about', 'person'], seen: true },
  'call-up': { roles: responsible, tier: 'assist', of: ['about', 'people[]'], seen: true },
  'answer-callup': { roles: responsible, tier: 'assist', of: ['callup'], seen: true },
  'plan-shift': { roles: desk, tier: 'lead', of: ['responder', 'place'] },
  'cancel-shift': { roles: desk, tier: 'lead', of: ['shift'] },
  'sign-in': { roles: responsible, tier: 'assist', of: ['shift'], self: { roles: field, tier: 'assist' } },
  'sign-out': { roles: responsible, tier: 'assist', of: ['shift'], self: { roles: field, tier: 'assist' } },
  'hand-over': { roles: desk, tier: 'lead', of: ['of', 'to'], self: { roles: field, tier: 'assist' } },
  'record-movement': { roles: responsible, tier: 'assist', of: ['stock', 'facility'] },
  'record-transfer': { roles: field, tier: 'assist', of: ['of'], calledTo: 'order' },
  'record-inspection': { roles: field, tier: 'assist', of: ['of', 'place'] },
  'raise-finding': { roles: field, tier: 'assist', of: ['source', 'place'] },
  'advance-finding': {
    roles: ['community', ...desk],
    tier: 'assist',
    of: ['finding'],
    // Whoever puts it right says that it is put right; that it is, somebody else says.
    when: {
      member: 'to',
      is: { rectifying: { roles: field, tier: 'assist' }, submitted: { roles: field, tier: 'assist' } },
    },
  },
  'amend-finding': { roles: desk, tier: 'lead', of: ['finding'] },
  // Whoever goes says how it goes; that it is done as it should be, whoever leads there says.
  'advance-task': {
    roles: field,
    tier: 'assist',
    of: ['task'],
    waits: { ms: DAY_MS, members: ['task', 'to', 'assignee'] },
    when: { member: 'to', is: { checked: { roles: desk, tier: 'lead' } } },
  },
  'sync-clock': { roles: responsible, tier: 'assist', of: ['device'] },
  'query-device': { roles: responsible, tier: 'assist', of: ['device'] },
  // These move people, or machines that hurt.
  'check-post': { roles: desk, tier: 'lead', of: ['device'] },
  'operate-device': { roles: desk, tier: 'lead', of: ['device'] },
  urge: {
    roles: ['community', ...desk],
    tier: 'assist',
    of: ['of'],
    // A demand binds: whoever leads there makes it.
    when: { member: 'sort', is: { supervise: { roles: desk, tier: 'lead' } } },
  },
  reveal: { roles: ['community', 'unit', ...desk], tier: 'lead', of: ['of'] },
  // It takes a doubt from every all-clear of the city.
  'retire-feed': { roles: ['commander'], tier: 'lead', of: [], city: true },
  erase: { roles: ['commander'], tier: 'lead', of: [], city: true },
} as const satisfies { readonly [command: string]: CommandRule };
