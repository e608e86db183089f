import { millis, type Delivery, type Draft, type FeedDefinition, type Session, type Verdict } from '@yingji/core';

/** What tells the alarms of a feed and the states that they come from. */
export interface AlarmsAndStates {
  /** The state that a draft tells, and whose it is; `undefined`: it tells none. */
  stateOf(draft: Draft): { readonly of: string; readonly words: readonly unknown[] } | undefined;
  /** Of an alarm the word of its state. `undefined`: the draft is no such alarm, and is told however often it comes. */
  alarmOf(draft: Draft): { readonly of: string; readonly word: string } | undefined;
  /** An alarm that comes again so much later than it was last told of, by what it says or by receipt, is another one, ms. Default: never. */
  readonly withinMs?: number;
  /** Whose states are remembered, at most: who pretends to be many costs no memory. Default 10,000. */
  readonly most?: number;
}

/** Tellings of each that are remembered. */
const MOST_TELLINGS = 32;

interface Telling {
  readonly at: number;
  /** When it was received: of a device whose clock stands still all is of one time. */
  readonly heard: number;
  readonly words: readonly unknown[];
}

type Known = Map<string, readonly Telling[]>;

/** The feed, each alarm told once for as long as it goes on; see {@link tellOnce}. */
export function tellingOnce(definition: FeedDefinition, alarms: AlarmsAndStates): FeedDefinition {
  const { configure, over } = definition;
  const once = (made: ReturnType<FeedDefinition['configure']>): typeof made => {
    if (!('feed' in made)) return made;
    const { feed } = made;
    return { feed: { ...feed, open: async (context, stop) => tellOnce(await feed.open(context, stop), alarms) } };
  };
  return {
    ...definition,
    configure: (config) => once(configure(config)),
    ...(over && { over: (config, transport) => once(over(config, transport)) }),
  };
}

/**
 * Devices repeat their state with every message: an alarm is told by the first one that has it, and not by those that follow or,
 * coming late, lie between. A state without it ends that, so that the next is another alarm; what it ends is the state, never the
 * report. What is not kept is forgotten, and a new session knows of nothing: then it is rather told twice than not at all.
 */
export function tellOnce(session: Session, alarms: AlarmsAndStates): Session {
  const known: Known = new Map();
  /** By token, whose states a delivery that is not settled tells. */
  const unsettled = new Map<number, readonly string[]>();

  function once(delivery: Delivery): Delivery {
    const heard = millis(delivery.receivedAt);
    const states = delivery.drafts.flatMap((draft) => {
      const state = alarms.stateOf(draft);
      return state ? [{ ...state, heard, at: millis(draft.at) }] : [];
    });
    if (states.length === 0) return delivery;
    const gone = new Set<Draft>();
    // One after the other, as a message may tell how it was at several times.
    for (const at of [...new Set(states.map((state) => state.at))].sort((a, b) => a - b)) {
      for (const draft of delivery.drafts)
        if (millis(draft.at) === at && goesOn(draft, { alarms, known, heard })) gone.add(draft);
      for (const state of states) if (state.at === at) remember(known, state, alarms);
    }
    unsettled.set(
      delivery.token,
      states.map(({ of }) => of),
    );
    return { ...delivery, drafts: delivery.drafts.filter((draft) => !gone.has(draft)) };
  }

  async function* deliveries(): AsyncGenerator<Delivery> {
    for await (const delivery of session.deliveries) yield once(delivery);
  }

  return {
    ...session,
    deliveries: deliveries(),
    settle(token: number, verdict: Verdict) {
      const told = unsettled.get(token) ?? [];
      unsettled.delete(token);
      if (verdict !== 'stored') for (const of of told) known.delete(of);
      session.settle(token, verdict);
    },
  };
}

/** Whether a draft is an alarm that stood right before or stands right after, as far as is known. */
function goesOn(
  draft: Draft,
  { alarms, known, heard }: { readonly alarms: AlarmsAndStates; readonly known: Known; readonly heard: number },
): boolean {
  const alarm = alarms.alarmOf(draft);
  if (!alarm) return false;
  const { withinMs = Infinity } = alarms;
  const tellings = known.get(alarm.of) ?? [];
  const at = millis(draft.at);
  const next = tellings.findIndex((telling) => telling.at > at);
  const before = tellings[(next < 0 ? tellings.length : next) - 1];
  return [before, tellings[next]].some(
    (telling) =>
      telling?.words.includes(alarm.word) &&
      Math.max(Math.abs(telling.at - at), Math.abs(telling.heard - heard)) <= withinMs,
  );
}

function remember(
  known: Known,
  { of, at, heard, words }: Telling & { readonly of: string },
  { withinMs = Infinity, most = 10_000 }: AlarmsAndStates,
): void {
  const had = known.get(of) ?? [];
  known.delete(of);
  const next = had.findIndex((telling) => telling.at > at);
  const where = next < 0 ? had.length : next;
  const all = [...had.slice(0, where), { at, heard, words }, ...had.slice(where)];
  const latest = all.at(-1)!.at;
  known.set(of, all.filter((telling) => latest - telling.at <= withinMs).slice(-MOST_TELLINGS));
  if (known.size > most) known.delete(known.keys().next().value!);
}
