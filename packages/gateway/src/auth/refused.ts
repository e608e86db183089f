import { issue, type Actor, type Issue } from '@yingji/core';

/** Why a credential was refused: `reason` is for the log and the auditor; whoever sent it reads the Issue alone. */
export interface Refused extends Issue {
  readonly reason: string;
}

/** One answer for every credential that is wrong, so that trying tells nothing about which part was near. */
export const refused = (reason: string): Refused => ({
  ...issue('token-unknown', 'This credential is not accepted here, or no longer; ask for a new one.'),
  reason,
});

export const missing = (): Refused => ({
  ...issue('token-missing', 'Send a token in the header "Authorization: Bearer …"; make one with: yingji token create'),
  reason: 'missing',
});

export const isActor = (found: Actor | Issue): found is Actor => 'id' in found;

export const reasonOf = (found: Issue): string =>
  'reason' in found && typeof found.reason === 'string' ? found.reason : found.code;
