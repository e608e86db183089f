import type { EntityId } from '../model/id.js';
import type { Reader, Row } from '../view/view.js';

/** States of a report that people have judged to be no alarm of theirs. */
const DISMISSED: ReadonlySet<unknown> = new Set(['rejected', 'handed-over']);
/** States of an incident that nobody works on any more: what comes now is another one. */
const OVER: ReadonlySet<unknown> = new Set(['closed', 'reviewed', 'false-alarm', 'handed-over']);

/** Whether people have judged a report to be no alarm of theirs. */
export const isDismissed = ({ derived }: Row): boolean => DISMISSED.has(derived['state']);

/** Whether an incident in this state is over. */
export const isOverState = (state: unknown): boolean => OVER.has(state);

/** Whether the incident that a report tells of is over. */
export const isOver = ({ derived }: Row, view: Reader): boolean =>
  isOverState(view.get(derived['incident'] as EntityId)?.value['state']);
