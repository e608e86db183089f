import {
  checkDraft,
  CLOCK_AHEAD_MS,
  kinds,
  maskNumbers,
  millis,
  parseId,
  parseInstant,
  type Draft,
  type JsonObject,
  type Observation,
} from '@yingji/core';
import { checkObservation } from '@yingji/core/codes';
import { decodeVector, goodDrafts, goodOf, SOURCE, type FeedCheck, type FeedSubject } from './subject.js';

/** Issues of an observation that say a device is odd, not that the mapping is. */
const OF_THE_DEVICE = new Set([
  'fault-code',
  'no-value',
  'fault-with-value',
  'no-number',
  'implausible-value',
  'datum-differs',
]);

/** A level that states no vertical datum takes that of its gauge, which the register knows and nobody here. */
const OF_ITS_GAUGE = { verticalDatum: 'of its gauge' };

/** Times of good vectors that nobody believed, and of which no vector says so: receipt was taken in their place. */
const unbelieved = (subject: FeedSubject): string[] =>
  goodOf(subject).flatMap((vector) => {
    const stated = (vector.issues ?? []).map((each) => (typeof each === 'string' ? each : each.code));
    return decodeVector(subject, vector)
      .issues.filter(({ code }) => /^clock-(ahead|behind)$/.test(code) && !stated.includes(code))
      .map(({ code, message }) => `"${vector.name}": ${code}: ${message}`);
  });

const valueOf = ({ body }: Draft): JsonObject => ('value' in body ? (body.value as JsonObject) : {});

type Drafts = ReturnType<typeof goodDrafts>;

/** Readings of one message that the picture cannot keep side by side: it has one for each device and quantity. */
function hidden(drafts: Drafts): string[] {
  const seen = new Map<string, string>();
  return drafts.flatMap(({ vector, draft }) => {
    if (draft.kind !== 'observation') return [];
    const { device, quantity } = valueOf(draft);
    const place = JSON.stringify([vector, device, quantity, draft.at]);
    const other = seen.get(place) ?? draft.id;
    seen.set(place, draft.id);
    return other === draft.id
      ? []
      : [
          `"${vector}": ${draft.id} hides ${other}: both are ${String(quantity)} of ${String(device)} at ${draft.at}, and ` +
            'the picture keeps one; give each probe a device of its own',
        ];
  });
}

/** Events of different messages under one id: the first telling stands, and what is told later would be lost. */
function toldTwice(drafts: Drafts): string[] {
  const seen = new Map<string, { vector: string; said: string }>();
  return drafts.flatMap(({ vector, draft }) => {
    if (kinds[draft.kind]?.law !== 'event') return [];
    const said = JSON.stringify([draft.at, draft.body]);
    const first = seen.get(draft.id) ?? { vector, said };
    seen.set(draft.id, first);
    return first.said === said
      ? []
      : [
          `"${vector}": ${draft.id} is told by "${first.vector}" too, with other values; of an event the first telling ` +
            'stands: let the id end in what names the message, as its key does',
        ];
  });
}

/** What the drafts of good vectors say. */
export const factChecks: readonly FeedCheck[] = [
  {
    id: 'drafts',
    about: 'Every draft is one of its kind: nothing of it would be taken off at the door, or hidden by another.',
    run: (subject) => {
      const drafts = goodDrafts(subject);
      const wrong = drafts.flatMap(({ vector, draft }) =>
        checkDraft(draft).issues.map(({ code, path, message }) => `"${vector}": ${code} at ${path}: ${message}`),
      );
      return [...wrong, ...hidden(drafts)];
    },
  },
  {
    id: 'owner',
    about: 'Every id is minted under the source of the feed, and comes out the same for the same message.',
    run: (subject) =>
      goodDrafts(subject)
        .filter(({ draft }) => parseId(draft.id)?.source !== SOURCE)
        .map(({ vector, draft }) => `"${vector}": ${draft.id} is not of source ${SOURCE}`),
  },
  {
    id: 'events',
    about: 'Every observation, and what else is told once, has an id that no other message has.',
    run: (subject) => toldTwice(goodDrafts(subject)),
  },
  {
    id: 'units',
    about: 'Every quantity is of the vocabulary, in its unit.',
    run: (subject) =>
      goodDrafts(subject).flatMap(({ vector, draft }) =>
        draft.kind !== 'observation' || !('value' in draft.body)
          ? []
          : checkObservation(draft.body.value as unknown as Observation, OF_ITS_GAUGE)
              .issues.filter(({ code }) => !OF_THE_DEVICE.has(code))
              .map(({ code, message }) => `"${vector}": ${code}: ${message}`),
      ),
  },
  {
    id: 'times',
    about: 'Every time is an instant with an offset, and none lies ahead of receipt.',
    run: (subject) => [
      ...unbelieved(subject),
      ...goodDrafts(subject).flatMap(({ vector, draft: { id, at, serial } }) => {
        const { ordering } = orderingOf(subject);
        if (parseInstant(at) === undefined) return [`"${vector}": ${id} is dated ${at}, which is no instant`];
        if (millis(at) - millis(subject.receivedAt) > CLOCK_AHEAD_MS)
          return [`"${vector}": ${id} is dated ${at}, ahead of its receipt at ${subject.receivedAt}`];
        if (ordering?.by === 'sequence' && serial === undefined)
          return [`"${vector}": ${id} has no serial number to be ordered by`];
        if (ordering?.by === 'sequence' && serial!.n >= ordering.modulus)
          return [`"${vector}": serial ${serial!.n} is not below ${ordering.modulus}`];
        return [];
      }),
    ],
  },
  {
    id: 'personal-data',
    about: 'No number of a person stands where everybody may read it.',
    run: (subject) =>
      goodDrafts(subject).flatMap(({ vector, draft }) =>
        Object.entries(valueOf(draft))
          .filter(([field]) => !kinds[draft.kind]?.sensitive.includes(`/${field}`))
          .filter(([, value]) => maskNumbers(JSON.stringify(value)) !== JSON.stringify(value))
          .map(([field]) => `"${vector}": ${draft.id} carries a personal number in ${field}, which is not marked`),
      ),
  },
];

function orderingOf({ definition, config }: Parameters<FeedCheck['run']>[0]) {
  const made = definition.configure(config);
  return { ordering: 'feed' in made ? made.feed.ordering : undefined };
}
