import type { Issue } from '@yingji/core';
import { nationalThresholds, overrideThresholds, type Thresholds } from '@yingji/core/codes';
import type { GatewayConfig } from './schema.js';

/** When a signal of each colour is due here, and whose rule that is. */
export interface CityThresholds {
  /** Whose rules lie over the national ones, the most general first; none: the national ones stand. */
  readonly rules: readonly { readonly by: string; readonly basis?: string }[];
  readonly signals: Thresholds;
}

/**
 * What readings are compared with: rainstorm, whose quantity no other thermometer measures, and the signals that the
 * configuration names. Not all: any sensor in a cabinet would report a heat wave.
 */
export function watchedThresholds(given: GatewayConfig['thresholds']): Thresholds {
  const { signals } = cityThresholds(given);
  const named = new Set(['rainstorm', ...given.flatMap((rule) => Object.keys(rule.signals))]);
  return Object.fromEntries(Object.entries(signals).filter(([signal]) => named.has(signal)));
}

/** The national thresholds with those of the configuration over them, each over the ones before it, and what is wrong with those. */
export function cityThresholds(
  given: GatewayConfig['thresholds'],
): CityThresholds & { readonly issues: readonly Issue[] } {
  let signals = nationalThresholds;
  const issues: Issue[] = [];
  given.forEach((rule, i) => {
    const over = overrideThresholds(rule.signals, signals);
    signals = over.thresholds;
    issues.push(...over.issues.map((found) => ({ ...found, path: `/thresholds/${i}/signals${found.path}` })));
  });
  return { rules: given.map(({ by, basis }) => ({ by, ...(basis !== undefined && { basis }) })), signals, issues };
}
