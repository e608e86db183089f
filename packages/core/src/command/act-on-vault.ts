import { issue, type Issue } from '../error.js';
import type { Position } from '../model/change.js';
import { parseId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { AuditEntry } from '../ports/audit.js';
import type { Erased, Whose } from '../ports/vault.js';
import type { CommandRequest, CommandResult, Decision, VaultAct } from './command.js';
import type { DispatchContext } from './dispatch.js';
import { nothingSecret } from './reveal.js';

type Context = Pick<DispatchContext, 'actor' | 'audit' | 'vault' | 'redraw' | 'words' | 'view' | 'writer'> & {
  readonly request: CommandRequest;
  readonly now: Instant;
  readonly at: Position;
};

/**
 * Does what was decided of the vault, once it stands in the audit: no audit, no secret and no erasure. How much an erasure took
 * stands there after it. Issues `audit-missing`, `audit-failed`, `audit-uncounted`, `erased`, `erased-in-texts`, and whatever was
 * decided against it.
 */
export async function actOnVault(
  decided: Extract<Decision, { readonly vault: VaultAct }>,
  context: Context,
): Promise<CommandResult> {
  const { audit, vault, at, redraw } = context;
  const { vault: act } = decided;
  const against = decided.against ?? unmarked(act, context);
  if (!audit)
    return refuse(
      issue('audit-missing', 'this host keeps no audit, so nothing personal is shown or erased; give it one.'),
    );
  const note = async (
    outcome: AuditEntry['outcome'],
    counts: Pick<AuditEntry, 'secrets' | 'texts'> = {},
  ): Promise<Issue | undefined> => {
    try {
      await audit.write({ ...entryOf(act, outcome, context), ...counts });
      return undefined;
    } catch {
      return issue('audit-failed', 'it could not be put into the audit, so nothing was shown or erased; try again.');
    }
  };
  const unlessFailed = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await note('failed');
      throw error;
    }
  };

  if (against.length > 0) {
    const unaudited = await note('refused');
    return refuse(...against, ...(unaudited ? [unaudited] : []));
  }
  if (act.act === 'erase') {
    const unaudited = await note('granted');
    if (unaudited) return refuse(unaudited);
    const erased = await unlessFailed(() => vault.erase(act.whose));
    redraw(erased);
    await unlessFailed(() => againstRestated(act.whose, erased, context));
    const { keys, entities: ids, texts = 0, unread } = erased;
    const uncounted = await note('done', { secrets: keys.length - texts, texts });
    const issues = [
      ...(texts > 0 ? [outOfTexts(texts)] : []),
      ...(unread === undefined ? [] : [leftUnread(unread)]),
      ...(uncounted ? [UNCOUNTED] : []),
    ];
    return { ok: true, at, ids, ...(issues.length > 0 && { issues }) };
  }
  const { key } = act;
  const revealed = key === undefined ? undefined : await unlessFailed(() => vault.reveal(key));
  const unaudited = await note(revealed === undefined ? 'nothing' : 'granted');
  if (unaudited) return refuse(unaudited);
  if (revealed === undefined)
    return refuse(
      issue('erased', `${act.field} of ${act.of} was erased; nobody can read it.`, { path: '/input/field' }),
    );
  return { ok: true, at, ids: [act.of], revealed };
}

/**
 * Who decided while it was being erased may have stated again what was still shown. Once all that was under way is kept, nobody can any
 * more, and what was stated meanwhile is erased as well.
 */
async function againstRestated(
  whose: Whose,
  erased: Erased,
  { vault, writer, view, at, redraw }: Context,
): Promise<void> {
  await writer.submit(() => undefined, { alone: true }).catch(() => undefined);
  if (erased.entities.every((id) => (view.get(id)?.position ?? 0) <= at)) return;
  const again = await vault.erase(whose);
  redraw({ ...again, keys: erased.keys });
}

/** What stands in any other member came with whoever wrote it, and may be a stranger's. */
function unmarked(act: VaultAct, { words }: Context): readonly Issue[] {
  if (act.act !== 'reveal') return [];
  const kind = parseId(act.of)?.kind ?? '';
  const marked = Object.hasOwn(words.kinds, kind) && words.kinds[kind]!.sensitive.includes(act.field);
  return marked ? [] : [nothingSecret(act)];
}

const outOfTexts = (texts: number): Issue =>
  issue(
    'erased-in-texts',
    `${texts} text(s) named the number, told by others too: it is gone from them, and what else they tell is kept. Whoever is to be forgotten as well is erased by the id.`,
    { level: 'info' },
  );

const UNCOUNTED = issue(
  'audit-uncounted',
  'it is erased; that it was to be done is in the audit, and how much it took could not be put there.',
  { level: 'warning' },
);

const leftUnread = (lines: number): Issue =>
  issue(
    'erasure-unread',
    `what was told is erased; ${lines} line(s) of a newer version name or show it in a way this program cannot read: erase it once more with the newer program.`,
    { level: 'warning' },
  );

function entryOf(act: VaultAct, outcome: AuditEntry['outcome'], { actor, request, now }: Context): AuditEntry {
  const about = { at: now, actor: actor.id, what: request.name, command: request.id, purpose: act.purpose, outcome };
  if (act.act === 'reveal') return { ...about, of: act.of, field: act.field };
  return { ...about, of: 'entity' in act.whose ? act.whose.entity : act.whose.pseudonym };
}

const refuse = (...issues: readonly Issue[]): CommandResult => ({ ok: false, issues });
