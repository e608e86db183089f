import type { EntityId } from '@yingji/core';

/**
 * The issues of a source are to be opened: `id` of the feed, `code` of its failure if it has one. A page that shows them itself,
 * beside its quarantine, cancels it; else the element opens its own few lines.
 */
export class YjIssuesOpened extends Event {
  static readonly type = 'yj-issues-opened';
  readonly id: EntityId;
  readonly code: string | undefined;

  constructor(id: EntityId, code: string | undefined) {
    super(YjIssuesOpened.type, { bubbles: true, composed: true, cancelable: true });
    this.id = id;
    this.code = code;
  }
}

declare global {
  interface HTMLElementEventMap {
    'yj-issues-opened': YjIssuesOpened;
  }
}
