import type { EntityId, RecordMovement } from '@yingji/core';

/** The Command by which a movement is recorded. */
export interface Movement {
  readonly name: 'record-movement';
  readonly input: RecordMovement;
}

/** Somebody is about to record a movement. Cancelled, the panel sends nothing: the page sees to it. */
export class YjMovementRequested extends Event {
  static readonly type = 'yj-movement-requested';
  /** As the Command `record-movement` takes it. */
  readonly input: RecordMovement;

  constructor(input: RecordMovement) {
    super(YjMovementRequested.type, { bubbles: true, composed: true, cancelable: true });
    this.input = input;
  }
}

/** The store has a movement that was sent from here. */
export class YjMovementRecorded extends Event {
  static readonly type = 'yj-movement-recorded';
  readonly input: RecordMovement;
  /** The movements that were made, one for each lot. */
  readonly ids: readonly EntityId[];

  constructor(input: RecordMovement, ids: readonly EntityId[]) {
    super(YjMovementRecorded.type, { bubbles: true, composed: true });
    this.input = input;
    this.ids = ids;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-movement-requested': YjMovementRequested;
    'yj-movement-recorded': YjMovementRecorded;
  }
}
