import type * as z from 'zod';
import type { CommandRule } from '../access/command-rule.js';
import type { Issue } from '../error.js';
import type { Json } from '../json.js';
import type { Draft, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { Actor } from '../ports/authenticator.js';
import type { Whose } from '../ports/vault.js';
import type { Reader } from '../view/view.js';

/**
 * A decision on its way to the writer. `id` is the idempotency key; the host sets `actor`, never the body. `at` is when a person gave it: now,
 * or before it waited on a device.
 */
export interface Command<N extends string = string, I = Json> {
  readonly v: 1;
  readonly id: string;
  readonly name: N;
  readonly actor: string;
  readonly at: Instant;
  readonly input: I;
  /** What the decider saw: another position since then is Issue `changed-meanwhile`. */
  readonly expects?: readonly { readonly id: EntityId; readonly position: Position }[];
}

/** What a client sends: the host adds actor and time. */
export interface CommandRequest extends Pick<Command, 'v' | 'id' | 'name' | 'input' | 'expects'> {
  /**
   * How long it waited on the device where it was given, in milliseconds; absent: not at all. No time of day, for no clock but the host's
   * is trusted. More than the rule of its name allows is Issue `waited-too-long`.
   */
  readonly waitedMs?: number;
}

/** What came of a Command: where it stands in the log and what it stated, or the Issues that spoke against it. Never thrown. */
export type CommandResult =
  | {
      readonly ok: true;
      readonly at: Position;
      readonly ids: readonly EntityId[];
      /** The plain value that was asked for: for this answer alone, and kept nowhere. */
      readonly revealed?: string;
      /** What is to be known of it although it was done. */
      readonly issues?: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** One kind of decision. `decide` is pure: what it needs of the world comes from the Reader and `now`. */
export interface CommandDefinition<N extends string = string, I = unknown> {
  readonly name: N;
  readonly title: { readonly zh: string; readonly en: string };
  /** Who may send it, for a host that has rights; without one it decides for itself. */
  readonly rule?: CommandRule;
  /** What `parse` checks the input by, for whoever makes forms or docs of it; absent: nothing is told of it. */
  readonly schema?: z.ZodType;
  /** Checks the input; Issues when it does not fit. */
  parse(input: Json): { readonly input: I } | { readonly issues: readonly Issue[] };
  decide(
    reader: Reader,
    /** `seed`: what the ids of all that it makes come of. It is keyed by the vault, of who asks what under which id: not to be chosen. */
    command: Command<N, Json> & { readonly parsed: I; readonly seed: string },
    context: { readonly now: Instant; readonly actor: Actor },
  ): Decision;
}

/** What comes of a Command: facts for the log, an act on the vault, or the reasons against. */
export type Decision =
  | {
      readonly drafts: readonly Draft[];
      /** What is to be known of it although it is done; of no level `error`. */
      readonly warnings?: readonly Issue[];
    }
  | { readonly vault: VaultAct; readonly against?: readonly Issue[] }
  | { readonly issues: readonly Issue[] };

/** Goes to the vault and to the audit, and never to the log. One that is decided against is audited too. */
export type VaultAct = { readonly purpose: string } & (
  | { readonly act: 'reveal'; readonly of: EntityId; readonly field: string; readonly key: string | undefined }
  | { readonly act: 'erase'; readonly whose: Whose }
);
