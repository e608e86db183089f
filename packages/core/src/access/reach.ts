import type { Role } from './roles.js';
import type { Tier } from './tier.js';

/**
 * What a kind is about, as far as it matters to who may see it. `open`: what everybody should know, whole city. `site`: things
 * that stand somewhere. `event`: what happens and who deals with it. `people`: who is where, and who needs help.
 */
export type Group = 'open' | 'site' | 'event' | 'people';

const members: { readonly [group in Group]: readonly string[] } = {
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
    'link',
    'task',
    'urging',
    'callup',
    'briefing',
    'consultation',
    'deployment',
    'plan-run',
    'loss',
  ],
  people: ['organization', 'linkage', 'responder', 'team', 'shift', 'handover', 'person-at-risk', 'transfer'],
};

export const groups: ReadonlyMap<string, Group> = new Map(
  (Object.keys(members) as Group[]).flatMap((group) => members[group].map((kind) => [kind, group] as const)),
);

/**
 * How far a role reaches in a group. `city`: everywhere. `scope`: the divisions and organizations of its scope. `own`: the
 * organizations alone, wherever their things are: a unit is no neighbour.
 */
export type Reach = 'city' | 'scope' | 'own';

interface Sees {
  /** The tier at which it sees what it reaches. */
  readonly tier: Tier;
  readonly reach: { readonly [group in Group]?: Reach };
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
