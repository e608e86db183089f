import type { EntityId } from '@yingji/core';

/**
 * The evidence of an all-clear is to be opened: `place` it is of. A page that shows it itself cancels it; else the element
 * opens its own.
 */
export class YjEvidenceOpened extends Event {
  static readonly type = 'yj-evidence-opened';
  readonly place: EntityId | undefined;

  constructor(place: EntityId | undefined) {
    super(YjEvidenceOpened.type, { bubbles: true, composed: true, cancelable: true });
    this.place = place;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-evidence-opened': YjEvidenceOpened;
  }
}
