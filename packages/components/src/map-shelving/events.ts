import type { EntityId, ShelveAlarm, UnshelveAlarm } from '@yingji/core';

/** An incident is set aside or brought back, as the Command that does it. */
export type ShelveAct =
  | { readonly name: 'shelve-alarm'; readonly input: ShelveAlarm }
  | { readonly name: 'unshelve-alarm'; readonly input: UnshelveAlarm };

/** An incident is about to be set aside or brought back. Cancelled, the map sends nothing: the page sees to it. */
export class YjShelvingRequested extends Event {
  static readonly type = 'yj-shelving-requested';
  readonly act: ShelveAct;

  constructor(act: ShelveAct) {
    super(YjShelvingRequested.type, { bubbles: true, composed: true, cancelable: true });
    this.act = act;
  }
}

/** The store has it. */
export class YjShelvingRecorded extends Event {
  static readonly type = 'yj-shelving-recorded';
  readonly act: ShelveAct;
  readonly ids: readonly EntityId[];

  constructor(act: ShelveAct, ids: readonly EntityId[]) {
    super(YjShelvingRecorded.type, { bubbles: true, composed: true });
    this.act = act;
    this.ids = ids;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-shelving-requested': YjShelvingRequested;
    'yj-shelving-recorded': YjShelvingRecorded;
  }
}
