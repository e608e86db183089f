import type { AccessGroup } from '../model/kind.js';
import type { Role } from './roles.js';
import type { Tier } from './tier.js';

const members: { readonly [group in AccessGroup]: readonly string[] } = {
  open: ['place', 'warning', 'response', 'notice', 'control', 'facility', 'activity', 'feed'],
  site: [
    'device',
    'observation',
    'camera',
    'risk-source',
    'inspection',
    'finding',
    'stock',
    'movement',
    'asset',
    'plan',
    'agreement',
    'assessment',
  ],
  event: [
    'report',
    'incident',
    'triage',
    'acknowledgement',
    'shelving',
    'link',
    'task',
    'feedback',
    'urging',
    'instruction',
    'callup',
    'briefing',
    'consultation',
    'deployment',
    'plan-run',
    'loss',
  ],
  people: ['organization', 'linkage', 'responder', 'team', 'shift', 'handover', 'person-at-risk', 'transfer'],
};

/** The group of each kind of this version that is seen from outside. */
export const groups: ReadonlyMap<string, AccessGroup> = new Map(
  (Object.keys(members) as AccessGroup[]).flatMap((group) => members[group].map((kind) => [kind, group] as const)),
);

/** What a kind is about; `stated` by a host for its own. Of ours nobody else says it; of others, nobody else knows it. */
export const groupOf = (kind: string, stated: AccessGroup | undefined): AccessGroup | undefined =>
  groups.get(kind) ?? stated;

/**
 * How far a role reaches in a group. `city`: everywhere. `scope`: the divisions and organizations of its scope. `own`: the
 * organizations alone, wherever their things are: a unit is no neighbour.
 */
export type Reach = 'city' | 'scope' | 'own';

interface Sees {
  /** The tier at which it sees what it reaches. */
  readonly tier: Tier;
  readonly reach: { readonly [group in AccessGroup]?: Reach };
  /** Whether it also sees kinds of no group, and what has no known place: somebody must take up what nobody can place. */
  readonly rest: boolean;
}

const everything = { open: 'city', site: 'scope', event: 'scope', people: 'scope' } as const;

export const sees: { readonly [role in Role]: Sees } = {
  resident: { tier: 'view', reach: { open: 'city' }, rest: false },
  'grid-worker': { tier: 'assist', reach: { open: 'city', site: 'scope', event: 'scope' }, rest: false },
  responder: { tier: 'assist', reach: { open: 'city', site: 'scope', event: 'scope' }, rest: false },
  'squad-lead': { tier: 'assist', reach: everything, rest: false },
  community: { tier: 'assist', reach: everything, rest: false },
  unit: { tier: 'assist', reach: { open: 'city', site: 'own', event: 'own', people: 'own' }, rest: false },
  'duty-desk': { tier: 'lead', reach: everything, rest: true },
  commander: { tier: 'lead', reach: everything, rest: true },
  auditor: { tier: 'view', reach: { open: 'city', event: 'scope', people: 'scope' }, rest: false },
  vendor: { tier: 'view', reach: { open: 'city', site: 'own' }, rest: false },
};
