import type { EntityId } from '@yingji/core';

/** A thing was chosen on the map or in the list. Bubbles out of the shadow tree. */
export class YjItemSelected extends Event {
  static readonly type = 'yj-item-selected';
  readonly id: EntityId | undefined;

  constructor(id: EntityId | undefined) {
    super(YjItemSelected.type, { bubbles: true, composed: true });
    this.id = id;
  }
}

/** The picture shows that an alarm was confirmed which was confirmed here. */
export class YjAlarmAcknowledged extends Event {
  static readonly type = 'yj-alarm-acknowledged';
  readonly id: EntityId;

  constructor(id: EntityId) {
    super(YjAlarmAcknowledged.type, { bubbles: true, composed: true });
    this.id = id;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-item-selected': YjItemSelected;
    'yj-alarm-acknowledged': YjAlarmAcknowledged;
  }
}
