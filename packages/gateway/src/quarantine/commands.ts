import {
  issue,
  purpose,
  type Actor,
  type Audit,
  type AuditEntry,
  type City,
  type Clock,
  type CommandRequest,
  type CommandResult,
  type Delivery,
  type Held,
  type Issue,
  type Quarantine,
  type Vault,
} from '@yingji/core';
import type { CommandRule, ReadPolicy } from '@yingji/core/access';
import * as z from 'zod';
import type { DecodedRaw, Decoder } from './decoder.js';

/** Messages of one Command: they are decoded, and committed, in one go, while everything else waits. */
export const MOST_AT_ONCE = 100;

const Shown = z.strictObject({ id: z.int().positive(), purpose });
const Replayed = z.strictObject({
  feed: z.string().min(1).max(64),
  ids: z.array(z.int().positive()).min(1).max(MOST_AT_ONCE),
});

/** Whose it is cannot be told, so it is for those who may see and reveal everything. */
const rule: CommandRule = { roles: ['duty-desk', 'commander'], tier: 'lead', of: [], city: true };

type Fallen = () => Issue | undefined;

export interface QuarantineCommands {
  readonly names: readonly string[];
  /** What came of a Command of these names. `fallen` tells why the credential counts no more, if so, when it is decided. */
  send(request: CommandRequest, actor: Actor, fallen: Fallen): Promise<CommandResult>;
}

/**
 * `show-quarantined`: what one message held, to this actor alone, with a purpose, each attempt in the audit. `replay-quarantined`:
 * messages of one feed decoded again by that feed as it is now, through the door, with their old keys and times.
 * Issues `invalid-input`, `not-permitted`, `not-found`, `bad-source`, `audit-failed`.
 */
export function createQuarantineCommands(options: {
  readonly quarantine: Quarantine;
  readonly vault: Vault;
  readonly city: Pick<City, 'takeAgain' | 'view'>;
  /** By source. */
  readonly decoders: ReadonlyMap<string, Decoder>;
  readonly audit: Audit;
  readonly policy: Pick<ReadPolicy, 'against'>;
  readonly clock: Clock;
}): QuarantineCommands {
  const { quarantine, vault, city, decoders, audit, policy, clock } = options;

  /** A row that does not open keeps none of the others from being replayed: it stays as it is. */
  function open(sealed: Uint8Array): Uint8Array | undefined {
    try {
      return vault.unseal(sealed);
    } catch {
      return undefined;
    }
  }

  async function show(request: CommandRequest, actor: Actor, fallen: Fallen): Promise<CommandResult> {
    const input = Shown.safeParse(request.input);
    if (!input.success) return refuse(misfit('{"id": 1, "purpose": "<why, 4 to 200 characters>"}'));
    const { id, purpose } = input.data;
    const [row] = await quarantine.read([id]);
    const note = (outcome: AuditEntry['outcome']): Promise<void> =>
      audit.write({
        ...{ at: clock.now(), actor: actor.id, what: request.name, command: request.id, purpose, outcome },
        of: `quarantine/${row?.feed ?? 'nothing'}/${id}`,
      });
    const against = fallen() ?? policy.against(actor, { input: null }, rule);
    const bytes = against || !row ? undefined : open(row.sealed);
    const shown = row && bytes && JSON.stringify({ ...told(row), hex: hexOf(bytes) });
    try {
      await note(against ? 'refused' : shown === undefined ? 'nothing' : 'granted');
    } catch {
      return refuse(issue('audit-failed', 'it could not be put into the audit, so nothing was shown; try again.'));
    }
    if (against) return refuse(against);
    return shown === undefined
      ? refuse(
          issue(
            'not-found',
            row
              ? `message ${id} does not open with the key of this vault; check that key and store belong together.`
              : `no message ${id} is in quarantine; list them again.`,
            { path: '/input/id' },
          ),
        )
      : { ok: true, at: city.view.at, ids: [], revealed: shown };
  }

  async function replay({ input: given }: CommandRequest, actor: Actor, fallen: Fallen): Promise<CommandResult> {
    const input = Replayed.safeParse(given);
    if (!input.success) return refuse(misfit(`{"feed": "<source>", "ids": [<1 to ${MOST_AT_ONCE} numbers>]}`));
    const barred = (): Issue | undefined => fallen() ?? policy.against(actor, { input: null }, rule);
    const against = barred();
    if (against) return refuse(against);
    const { feed: source, ids } = input.data;
    const decode = decoders.get(source);
    if (!decode) {
      const known = [...decoders.keys()].join(', ');
      const path = '/input/feed';
      return refuse(issue('bad-source', `no feed is named "${source}" now; there are: ${known}.`, { path }));
    }
    // Without its bytes nothing can be decoded: the source must say it again.
    const rows = (await quarantine.read(ids)).filter(({ feed, drafts }) => feed === source && !drafts);
    const opened = rows.flatMap((row) => {
      const bytes = open(row.sealed);
      return bytes ? [{ row, bytes }] : [];
    });
    const messages = opened.map(({ row, bytes }) => ({ bytes, receivedAt: row.receivedAt }));
    const decoded = await decode(messages, source);
    // A feed of others may have taken long over it.
    const since = barred();
    if (since) return refuse(since);
    const again = opened.map(({ row }, i) => ({
      id: row.id,
      position: row.position,
      delivery: deliveryOf(row, decoded[i]!),
    }));
    const became = again.length > 0 ? await city.takeAgain(source, again) : [];
    const left = new Set(became.flatMap(({ id, stays }) => (stays ? [] : [id])));
    const told = again.flatMap(({ id, delivery }) => (left.has(id) ? delivery.drafts.map((draft) => draft.id) : []));
    return { ok: true, at: city.view.at, ids: [...new Set(told)] };
  }

  const commands = { 'show-quarantined': show, 'replay-quarantined': replay };
  return {
    names: Object.keys(commands),
    send: (request, actor, fallen) => commands[request.name as keyof typeof commands](request, actor, fallen),
  };
}

const deliveryOf = ({ key, receivedAt }: Held, decoded: DecodedRaw): Delivery => ({
  token: 0,
  key,
  receivedAt,
  drafts: decoded.drafts,
  issues: decoded.issues,
  outcome: decoded.outcome,
});

const told = ({ id, feed, key, receivedAt, issues }: Held): object => ({ id, feed, key, receivedAt, issues });
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const misfit = (shape: string): Issue =>
  issue('invalid-input', `this input does not fit; give ${shape}.`, { path: '/input' });
const refuse = (...issues: readonly Issue[]): CommandResult => ({ ok: false, issues });
