import {
  millis,
  type Delivery,
  type Draft,
  type FeedDefinition,
  type JsonObject,
  type Session,
  type Verdict,
} from '@yingji/core';
import { ALARM, TRIED } from './alarms.js';

/** Stations whose alarms are remembered, and tellings of each: who pretends to be many costs no memory. */
const MOST_STATIONS = 10_000;
const MOST_TELLINGS = 32;

interface Telling {
  readonly at: number;
  readonly words: readonly unknown[];
}

/** The feed, each alarm of a station told once for as long as it goes on; see {@link tellOnce}. */
export function tellingOnce(definition: FeedDefinition): FeedDefinition {
  const { configure, over } = definition;
  const once = (made: ReturnType<FeedDefinition['configure']>): typeof made => {
    if (!('feed' in made)) return made;
    const { feed } = made;
    return { feed: { ...feed, open: async (context, stop) => tellOnce(await feed.open(context, stop)) } };
  };
  return {
    ...definition,
    configure: (config) => once(configure(config)),
    ...(over && { over: (config, transport) => once(over(config, transport)) }),
  };
}

/**
 * Stations repeat their status word with every report: an alarm is told by the first one that has it, and not by those that follow or,
 * coming late, lie between. A word without it ends that, so that the next is another alarm; what it ends is the state, never the report.
 * What is not kept is forgotten, and a new session knows of nothing: then it is rather told twice than not at all.
 */
export function tellOnce(session: Session): Session {
  const known = new Map<string, readonly Telling[]>();
  /** By token, of which stations a delivery that is not settled tells. */
  const unsettled = new Map<number, readonly string[]>();

  function once(delivery: Delivery): Delivery {
    const states = delivery.drafts.flatMap(stateOf);
    if (states.length === 0) return delivery;
    const drafts = delivery.drafts.filter((draft) => !goesOn(draft, known));
    for (const state of states) remember(known, state);
    unsettled.set(
      delivery.token,
      states.map(({ device }) => device),
    );
    return { ...delivery, drafts };
  }

  async function* deliveries(): AsyncGenerator<Delivery> {
    for await (const delivery of session.deliveries) yield once(delivery);
  }

  return {
    ...session,
    deliveries: deliveries(),
    settle(token: number, verdict: Verdict) {
      const devices = unsettled.get(token) ?? [];
      unsettled.delete(token);
      if (verdict !== 'stored') for (const device of devices) known.delete(device);
      session.settle(token, verdict);
    },
  };
}

interface State extends Telling {
  readonly device: string;
}

const valueOf = ({ body }: Draft): JsonObject => ('value' in body ? (body.value as JsonObject) : {});

/** The status word that a draft tells; none that only tries the station out. */
function stateOf(draft: Draft): State[] {
  const { quantity, value, device, extra } = valueOf(draft);
  if (draft.kind !== 'observation' || quantity !== 'station-state' || !Array.isArray(value)) return [];
  if (extra && TRIED in (extra as JsonObject)) return [];
  return [{ device: device as string, at: millis(draft.at), words: value }];
}

/** Whether a draft is an alarm that stood right before or stands right after, as far as is known. */
function goesOn(draft: Draft, known: ReadonlyMap<string, readonly Telling[]>): boolean {
  if (draft.kind !== 'report') return false;
  const { device, extra } = valueOf(draft);
  const word = (extra as JsonObject)[ALARM];
  const tellings = known.get(device as string) ?? [];
  const at = millis(draft.at);
  const next = tellings.findIndex((telling) => telling.at > at);
  const before = tellings[(next < 0 ? tellings.length : next) - 1];
  return [before, tellings[next]].some((telling) => telling?.words.includes(word));
}

function remember(known: Map<string, readonly Telling[]>, { device, at, words }: State): void {
  const had = known.get(device) ?? [];
  known.delete(device);
  const next = had.findIndex((telling) => telling.at > at);
  const where = next < 0 ? had.length : next;
  const all = [...had.slice(0, where), { at, words }, ...had.slice(where)];
  known.set(device, all.slice(-MOST_TELLINGS));
  if (known.size > MOST_STATIONS) known.delete(known.keys().next().value!);
}
