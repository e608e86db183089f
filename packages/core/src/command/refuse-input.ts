import { issue, type Issue } from '../error.js';

/** Why a Command is refused. */
export interface Refusal {
  readonly issues: readonly Issue[];
}

/** Refuses a Command for one field of its input (`override/reason` for one inside another). */
export function refuseInput(code: string, message: string, field: string): Refusal {
  return { issues: [issue(code, message, { path: `/input/${field}` })] };
}
