import { entityId, stated, type Draft, type Instant, type JsonObject, type Report } from '@yingji/core';
import type { AlarmsAndStates } from '../profiles/tell-once.js';

/** Under this name an alarm says in its `extra` which word of the status word it is. */
export const ALARM = 'sl651:alarm';
/** So is marked what is told to try a station out (30). */
export const TRIED = 'sl651:trial';

/**
 * Which bits of the status word are alarms. A fault, a loss of mains, an open door is a state of the station and no report: it begins and
 * ends with the observation that tells it. On which side a level is exceeded the bit does not say, so that it is of 水旱 as a whole.
 */
const ALARMS: { readonly [word: string]: { readonly title: string; readonly eventType?: string } } = {
  'water-level-exceeded': { title: '水位超限报警', eventType: '11A00' },
  'flow-exceeded': { title: '流量超限报警' },
  'water-quality-exceeded': { title: '水质超限报警', eventType: '12Q00' },
};

/** A status word as a message tells it. */
export interface StateTold {
  readonly source: string;
  readonly registry: string;
  readonly station: string;
  readonly at: Instant;
  readonly serial: { readonly of: string; readonly n: number };
  readonly words: readonly string[];
}

/** The alarms of a status word, a report each. That one goes on since a message before only a session knows: see `tellOnce`. */
export function alarmsOf({ source, registry, station, at, serial, words }: StateTold): Draft[] {
  const { n } = serial;
  return words.flatMap((word): Draft[] => {
    const alarm = Object.hasOwn(ALARMS, word) ? ALARMS[word]! : undefined;
    if (!alarm) return [];
    const report: Report = {
      channel: 'device',
      needs: ['municipal'],
      ...alarm,
      occurredAt: at,
      native: station,
      device: entityId('device', registry, station),
      extra: { [ALARM]: word },
    };
    const when = at.replace(/[-:]|\.000/g, '');
    const draft = stated(entityId('report', source, `${station}.${word}.${when}.${n}`), report, at);
    return [{ ...draft, serial }];
  });
}

const valueOf = ({ body }: Draft): JsonObject => ('value' in body ? (body.value as JsonObject) : {});

/** A station repeats its status word with every report. A word that only tries the station out is no state. */
export const alarmsAndStates: AlarmsAndStates = {
  stateOf(draft) {
    const { quantity, value, device, extra } = valueOf(draft);
    if (draft.kind !== 'observation' || quantity !== 'station-state' || !Array.isArray(value)) return undefined;
    return extra && TRIED in (extra as JsonObject) ? undefined : { of: device as string, words: value };
  },
  alarmOf(draft) {
    const { device, extra } = valueOf(draft);
    const word = draft.kind === 'report' ? (extra as JsonObject | undefined)?.[ALARM] : undefined;
    return typeof word === 'string' ? { of: device as string, word } : undefined;
  },
};
