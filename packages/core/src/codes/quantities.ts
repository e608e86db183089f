import { AIR } from './quantities-air.js';
import { BUILDING } from './quantities-building.js';
import { STATES } from './quantities-states.js';
import { WATER } from './quantities-water.js';
import { defineTable, type CodeOf } from './table.js';

/**
 * 观测量: the one closed vocabulary of what devices measure and state, in the words of this SDK (unverified: no norm has them all),
 * with units by UCUM. A vendor's quantity that is not here is kept and marked, never lost: see `checkObservation`. Limits at which
 * somebody must act are not here either; they belong to the device or the plan.
 */
export const quantities = defineTable({
  id: 'quantities',
  zh: '观测量',
  en: 'quantities',
  norm: 'the words of this SDK; units by UCUM',
  verified: false,
  complete: true,
  note: 'Which quantities there are comes from GB/T 26875.3, SL 651 and HJ 212; units and plausible ranges are ours, from memory.',
  rows: { ...WATER, ...AIR, ...BUILDING, ...STATES },
});

/** A name of {@link quantities}: what a device may observe. */
export type QuantityName = CodeOf<typeof quantities>;
