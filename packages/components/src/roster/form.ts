import type { AnswerCallup, CallUp, EntityId, Instant, PlanShift, RecordCallup } from '@yingji/core';
import { fromBeijing } from '../i18n/time.js';
import { MOST_CALLED } from './call-set.js';
import type { DutyAct } from './events.js';
import type { HandKey } from './hand-words.js';
import type { Lack } from './stand-in.js';

/** What needs words, or a choice, before it is sent. */
export type FormAct = 'sign-in' | 'sign-out' | 'hand-over' | 'call' | 'call-up' | 'fill' | 'answer' | 'reveal';

/** Whom or what an act is about. */
export interface Subject {
  /** As it is called in a sentence. */
  readonly name: string;
  readonly shift?: EntityId | undefined;
  readonly person?: EntityId | undefined;
  readonly callup?: EntityId | undefined;
  /** Of the next in a chain: whose post it is, and about what they are called. */
  readonly insteadOf?: EntityId | undefined;
  readonly about?: EntityId | undefined;
  /** Of a set that is called at once. */
  readonly people?: readonly EntityId[];
  /** What lacks somebody, the first first. */
  readonly lacks?: readonly Lack[];
}

export type Field =
  'reason' | 'purpose' | 'to' | 'items' | 'about' | 'channel' | 'outcome' | 'lack' | 'who' | 'begins' | 'ends';

export interface Form {
  /** Under which it is sent; a form is one act. */
  readonly id: string;
  readonly act: FormAct;
  readonly subject: Subject;
  readonly values: { readonly [F in Field]?: string };
  /** The field that is missing something. */
  readonly wrong?: Field;
}

export const FIELDS: { readonly [A in FormAct]: readonly Field[] } = {
  'sign-in': ['reason'],
  'sign-out': ['reason'],
  'hand-over': ['to', 'items'],
  call: ['about', 'channel', 'outcome'],
  'call-up': ['about', 'channel'],
  fill: ['lack', 'begins', 'ends', 'who'],
  answer: ['outcome'],
  reveal: ['purpose'],
};

/** How somebody may be called, and what came of it. */
export const CHANNELS = ['phone', 'sms', 'app', 'radio', 'loudspeaker', 'door', 'gong', 'whistle'] as const;
export const OUTCOMES = [
  ...(['sent', 'delivered', 'answered', 'confirmed', 'no-answer', 'busy', 'unreachable', 'failed'] as const),
];

let serial = 0;

export function formOf(act: FormAct, subject: Subject): Form {
  const values = {
    ...(act === 'call' && { channel: 'phone', outcome: 'sent', about: subject.about ?? '' }),
    ...(act === 'call-up' && { channel: 'phone', about: subject.about ?? '' }),
    ...(act === 'fill' && { lack: '0' }),
  };
  return { id: `form-${(serial += 1)}`, act, subject, values };
}

const isMissing = (field: Field, text: string): boolean =>
  field === 'purpose'
    ? text.length < 4 || text.length > 200
    : field === 'reason'
      ? text.length > 200
      : field !== 'items' && text === '';

/** What the Command takes, or the first field that is not filled in. */
export function actOf(
  { act, subject, values }: Form,
  {
    confirmed,
    now,
    open,
  }: {
    readonly confirmed: ReadonlySet<string>;
    readonly now: Instant | undefined;
    /** What a hand-over leaves open and shows. */
    readonly open: readonly EntityId[];
  },
): { readonly send: DutyAct } | { readonly wrong: Field } {
  const said = (field: Field): string => (values[field] ?? '').trim();
  const wrong = FIELDS[act].find((field) => isMissing(field, said(field)));
  if (wrong) return { wrong };
  const { shift = '' as EntityId, person, callup = '' as EntityId, insteadOf } = subject;
  switch (act) {
    case 'sign-in':
    case 'sign-out':
      return { send: { name: act, input: { shift, ...(said('reason') !== '' && { reason: said('reason') }) } } };
    case 'hand-over': {
      const items = (values.items ?? '').split('\n').flatMap((line) => line.trim() || []);
      const about = open.length > 0 ? { about: [...open] } : {};
      return { send: { name: act, input: { of: shift, to: said('to') as EntityId, items, ...about } } };
    }
    case 'call':
      return {
        send: {
          name: 'record-callup',
          input: {
            about: said('about') as EntityId,
            ...(person && { person }),
            ...(insteadOf && { insteadOf }),
            channel: said('channel') as RecordCallup['channel'],
            outcome: said('outcome') as RecordCallup['outcome'],
          },
        },
      };
    case 'call-up': {
      const people = (subject.people ?? []).filter((each) => !confirmed.has(each));
      if (people.length === 0 || people.length > MOST_CALLED) return { wrong: 'about' };
      const channel = said('channel') as CallUp['channel'];
      return { send: { name: act, input: { about: said('about') as EntityId, people, channel } } };
    }
    case 'fill': {
      const lack = subject.lacks?.[Number(said('lack'))];
      const [from, to] = [said('begins'), said('ends')].map((text) => now && fromBeijing(text, now));
      if (!lack) return { wrong: 'lack' };
      if (from === undefined) return { wrong: 'begins' };
      if (to === undefined || Date.parse(to) <= Date.parse(from)) return { wrong: 'ends' };
      const { role, place } = lack;
      const planned: PlanShift = { role, place, responder: said('who') as EntityId, from, to };
      return { send: { name: 'plan-shift', input: planned } };
    }
    case 'answer':
      return {
        send: { name: 'answer-callup', input: { callup, outcome: said('outcome') as AnswerCallup['outcome'] } },
      };
    case 'reveal':
      return {
        send: { name: act, input: { of: person ?? ('' as EntityId), field: '/phone', purpose: said('purpose') } },
      };
  }
}

/** The sentence that names a field. */
export const labelOf = (field: Field): HandKey => `form.${field}`;
