import { digest, type Actor, type CommandResult } from '@yingji/core';
import { createCounts } from '../http/counts.js';
import type { Audit } from './audit-file.js';
import type { Act } from './line.js';

/** Refusals written down within a minute; the others are counted. */
const REFUSALS_PER_MINUTE = 120;
const PURPOSE = /^[a-z][a-z0-9-]{0,63}$/;

/** What the API writes down. */
export interface Acts {
  /** A Command and how it went; rejects when it could not be written down, and then nothing is answered. */
  command(
    request: { readonly id: string; readonly name: string; readonly input: unknown },
    by: By,
    went: Went,
  ): Promise<void>;
  /** A look at how it stood at a position of the log, or a replay from it to another place; rejects like a Command's line. */
  past(by: By, at: number, to?: number | string): Promise<void>;
  /** A credential, or a Command of somebody who may send none, that was refused. At most 120 a minute, then their number. */
  refused(act: { readonly what: string; readonly code: string; readonly who?: string }, address: string): void;
}

export interface By {
  readonly actor: Actor;
  readonly address: string;
}

export type Went = CommandResult | 'failed';

export function createActs(audit: Audit, elapsed: () => number): Acts {
  const lines = createCounts(REFUSALS_PER_MINUTE, elapsed);
  let heldBack = 0;
  // That it could not be written is in the process log, and in what the host says of itself.
  const note = (act: Act): void => void audit.append(act).catch(() => undefined);
  return {
    command: ({ id, name, input }, { actor, address }, went) =>
      audit.append({
        who: actor.id,
        what: `command:${name}`,
        of: digest(id),
        from: audit.pseudonym(address),
        ...purposeOf(input),
        ...outcomeOf(went),
      }),
    past: ({ actor, address }, at, to) =>
      audit.append({
        who: actor.id,
        what: to === undefined ? 'view-past' : 'replay-past',
        of: to === undefined ? String(at) : `${at} to ${to}`,
        outcome: 'done',
        from: audit.pseudonym(address),
      }),
    refused({ what, code, who }, address) {
      if (lines.add('') !== undefined) {
        heldBack += 1;
        return;
      }
      if (heldBack > 0) note({ what: 'held-back', outcome: 'refused', count: heldBack });
      heldBack = 0;
      note({ what, outcome: 'refused', code, from: audit.pseudonym(address), ...(who !== undefined && { who }) });
    },
  };
}

/** A word of a list; what somebody typed may name a person. */
function purposeOf(input: unknown): { readonly purpose?: string } {
  if (input === null || typeof input !== 'object' || !('purpose' in input)) return {};
  const { purpose } = input;
  return { purpose: typeof purpose === 'string' && PURPOSE.test(purpose) ? purpose : 'not-a-word' };
}

function outcomeOf(went: Went): Pick<Act, 'outcome' | 'code'> {
  if (went === 'failed') return { outcome: 'failed' };
  if (went.ok) return { outcome: 'done' };
  const [first] = went.issues;
  return { outcome: 'refused', ...(first && { code: first.code }) };
}
