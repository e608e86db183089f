import type { EntityId } from '@yingji/core';

/** 确认收到, as the Command that says so. */
export interface AcknowledgeAct {
  readonly name: 'acknowledge-alarm';
  readonly input: { readonly of: EntityId };
}

/** Somebody confirms that they have seen something. Cancelled, the element sends and keeps nothing: the page sees to it. */
export class YjAcknowledgementRequested extends Event {
  static readonly type = 'yj-acknowledgement-requested';
  readonly act: AcknowledgeAct;

  constructor(act: AcknowledgeAct) {
    super(YjAcknowledgementRequested.type, { bubbles: true, composed: true, cancelable: true });
    this.act = act;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-acknowledgement-requested': YjAcknowledgementRequested;
  }
}
