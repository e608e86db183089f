import type {
  AnswerCallup,
  CallUp,
  EntityId,
  HandOver,
  PlanShift,
  RecordCallup,
  RevealInput,
  SignShift,
} from '@yingji/core';

/** What a person does here: the name of a Command, and what it takes. */
export type DutyAct =
  | { readonly name: 'sign-in' | 'sign-out'; readonly input: SignShift }
  | { readonly name: 'hand-over'; readonly input: HandOver }
  | { readonly name: 'record-callup'; readonly input: RecordCallup }
  | { readonly name: 'call-up'; readonly input: CallUp }
  | { readonly name: 'plan-shift'; readonly input: PlanShift }
  | { readonly name: 'answer-callup'; readonly input: AnswerCallup }
  | { readonly name: 'reveal'; readonly input: RevealInput };

/** Somebody is about to act. Cancelled, the roster sends nothing: the page sees to it. */
export class YjDutyRequested extends Event {
  static readonly type = 'yj-duty-requested';
  readonly act: DutyAct;

  constructor(act: DutyAct) {
    super(YjDutyRequested.type, { bubbles: true, composed: true, cancelable: true });
    this.act = act;
  }
}

/** The store has it; of a reveal, that the audit has it. A number that was revealed is in no event. */
export class YjDutyRecorded extends Event {
  static readonly type = 'yj-duty-recorded';
  readonly act: DutyAct;
  readonly ids: readonly EntityId[];

  constructor(act: DutyAct, ids: readonly EntityId[]) {
    super(YjDutyRecorded.type, { bubbles: true, composed: true });
    this.act = act;
    this.ids = ids;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-duty-requested': YjDutyRequested;
    'yj-duty-recorded': YjDutyRecorded;
  }
}
