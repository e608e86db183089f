import { PROFILE_ALARM, type Draft, type FeedDefinition, type JsonObject } from '@yingji/core';
import { tellingOnce, type AlarmsAndStates } from './tell-once.js';

/**
 * An alarm that is told again so much later is another one. Many detectors say nothing when it ends, so that a longer time would hide
 * the next; the slowest that repeat their state as a measure of it do so every ten minutes.
 */
const WITHIN_MS = 15 * 60_000;
const MOST_DEVICES = 50_000;

const valueOf = ({ body }: Draft): JsonObject => ('value' in body ? (body.value as JsonObject) : {});

const alarmsAndStates: AlarmsAndStates = {
  withinMs: WITHIN_MS,
  most: MOST_DEVICES,
  stateOf(draft) {
    const { quantity, value, device } = valueOf(draft);
    if (draft.kind !== 'observation' || !Array.isArray(value)) return undefined;
    return { of: `${device as string} ${quantity as string}`, words: value };
  },
  alarmOf(draft) {
    const { device, extra } = valueOf(draft);
    const mark = draft.kind === 'report' ? (extra as JsonObject | undefined)?.[PROFILE_ALARM] : undefined;
    const [, quantity, word] = typeof mark === 'string' ? (/^(\S+) (.+)$/s.exec(mark) ?? []) : [];
    return word === undefined ? undefined : { of: `${device as string} ${quantity}`, word };
  },
};

/**
 * A feed that reads messages by device profiles, each alarm told once for as long as the device repeats it: until it states otherwise, or
 * says nothing of it for a quarter of an hour.
 */
export function tellingAlarmsOnce(definition: FeedDefinition): FeedDefinition {
  return tellingOnce(definition, alarmsAndStates);
}
