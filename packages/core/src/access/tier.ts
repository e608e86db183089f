/** How much of an incident is shared: 查看, 协同, 牵头. Each takes in the one before. */
export const tiers = {
  view: { zh: '查看', en: 'View' },
  assist: { zh: '协同', en: 'Assist' },
  lead: { zh: '牵头', en: 'Lead' },
} as const;

/** 查看, 协同, 牵头: how much of a thing is shown. */
export type Tier = keyof typeof tiers;

const RANK: { readonly [tier in Tier]: number } = { view: 1, assist: 2, lead: 3 };

/** The highest of some tiers; none of none. */
export function highest(some: readonly (Tier | undefined)[]): Tier | undefined {
  let best: Tier | undefined;
  for (const tier of some) if (tier !== undefined && (best === undefined || RANK[tier] > RANK[best])) best = tier;
  return best;
}

/** The lower of two; none where one of them is none. */
export const lower = (a: Tier | undefined, b: Tier | undefined): Tier | undefined =>
  a === undefined || b === undefined ? undefined : RANK[a] < RANK[b] ? a : b;

export const isAtLeast = (tier: Tier | undefined, least: Tier): boolean =>
  tier !== undefined && RANK[tier] >= RANK[least];
