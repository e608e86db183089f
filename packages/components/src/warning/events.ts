import type { EntityId } from '@yingji/core';

/** Somebody wants to see a warning. Bubbles out of the shadow tree; prevented, the page shows it in a way of its own. */
export class YjWarningOpened extends Event {
  static readonly type = 'yj-warning-opened';
  readonly id: EntityId;

  constructor(id: EntityId) {
    super(YjWarningOpened.type, { bubbles: true, composed: true, cancelable: true });
    this.id = id;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-warning-opened': YjWarningOpened;
  }
}
