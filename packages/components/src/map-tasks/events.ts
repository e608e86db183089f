import type { AdvanceTask, EntityId } from '@yingji/core';

/** A step of a task, as the Command that takes it. */
export interface TaskAct {
  readonly name: 'advance-task';
  readonly input: AdvanceTask;
}

/** A task is about to go on. Cancelled, the map sends nothing: the page sees to it. */
export class YjTaskRequested extends Event {
  static readonly type = 'yj-task-requested';
  readonly act: TaskAct;

  constructor(act: TaskAct) {
    super(YjTaskRequested.type, { bubbles: true, composed: true, cancelable: true });
    this.act = act;
  }
}

/** The store has it. */
export class YjTaskAdvanced extends Event {
  static readonly type = 'yj-task-advanced';
  readonly act: TaskAct;
  readonly ids: readonly EntityId[];

  constructor(act: TaskAct, ids: readonly EntityId[]) {
    super(YjTaskAdvanced.type, { bubbles: true, composed: true });
    this.act = act;
    this.ids = ids;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-task-requested': YjTaskRequested;
    'yj-task-advanced': YjTaskAdvanced;
  }
}
