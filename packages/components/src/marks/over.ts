/** Struck, crossed, clock, arrow: how a warning is over, without a colour. */
export const OVER_SIGNS = { lifted: '⌀', withdrawn: '✕', ended: '✕', expired: '◷', superseded: '→' } as const;
