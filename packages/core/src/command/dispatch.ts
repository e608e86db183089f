import { issue, YingjiError, type Issue } from '../error.js';
import { canonical } from '../json.js';
import type { Draft } from '../model/change.js';
import { millis, toInstant } from '../model/time.js';
import type { Audit } from '../ports/audit.js';
import type { Actor } from '../ports/authenticator.js';
import type { Erased, Vault } from '../ports/vault.js';
import type { Reader } from '../view/view.js';
import type { Batch } from '../writer/batch.js';
import { putCity } from '../writer/city-draft.js';
import type { Writer } from '../writer/writer.js';
import { actOnVault } from './act-on-vault.js';
import { admit, type AdmitContext } from './admit.js';
import type { CommandDefinition, CommandRequest, CommandResult } from './command.js';

/** How long an answered command id is remembered: sending it again gives the same answer. */
const KEPT_MS = 30 * 24 * 3_600_000;

export interface DispatchContext extends AdmitContext {
  readonly actor: Actor;
  /** What the actor sees, where a decision looks for something that is not named. */
  readonly sight: Pick<Reader, 'answer'>;
  /** Why the actor may not send this, as things stand now. */
  readonly against: () => Issue | undefined;
  readonly definitions: readonly CommandDefinition[];
  readonly writer: Writer;
  readonly vault: Vault;
  readonly audit: Audit | undefined;
  /** Shows anew what shows less since an erasure. */
  readonly redraw: (erased: Erased) => void;
}

/** Takes a request to its definition, decides on the picture as it stands at commit, and answers once it is in the log. */
export function dispatch(request: CommandRequest, context: DispatchContext): Promise<CommandResult> {
  const { actor, definitions, writer, view, vault } = context;
  const refuse = (...issues: readonly Issue[]): CommandResult => ({ ok: false, issues });
  const malformed = malformedPart(request);
  if (malformed !== undefined)
    return Promise.resolve(
      refuse(
        issue(
          'invalid-input',
          'a command needs v: 1, a name, an id of 8 to 128 letters, digits or . : _ -, in expects at most ids with positions, in waitedMs whole milliseconds.',
          { path: malformed },
        ),
      ),
    );
  const definition = definitions.find(({ name }) => name === request.name);
  if (!definition) {
    const known = definitions.map(({ name }) => name).join(', ');
    return Promise.resolve(
      refuse(issue('unknown-command', `there is no command ${request.name}; known: ${known}.`, { path: '/name' })),
    );
  }
  const parsed = definition.parse(request.input);
  if ('issues' in parsed) return Promise.resolve(refuse(...parsed.issues));
  const { waitedMs = 0 } = request;
  if (waitedMs > (definition.rule?.waits?.ms ?? 0))
    return Promise.resolve(
      refuse(
        issue('waited-too-long', `${request.name} waited for ${waitedMs} ms; look at how it stands and decide again.`, {
          path: '/waitedMs',
        }),
      ),
    );

  // The id answers for one actor asking one thing: somebody else's answer is not given away. A name or number of the input is
  // not to be guessed from what is kept, so it is named by the vault's key.
  const key = `${request.id} ${vault.pseudonym('command', canonical({ actor: actor.id, name: request.name, input: request.input }))}`;
  const seed = vault.pseudonym('made by', key);
  let against: readonly Issue[] = [];
  let act: (() => Promise<CommandResult>) | undefined;
  const decide = (batch: Batch): CommandResult => {
    const before = batch.resultOf(key);
    if (before) return before;
    const barred = context.against();
    if (barred) return refuse(barred);
    const changed = changedMeanwhile(request, view);
    if (changed) return refuse(changed);
    const at = toInstant(millis(batch.now) - waitedMs);
    const command = { ...request, actor: actor.id, at, parsed: parsed.input, seed };
    const decided = definition.decide(seenIn(context), command, { now: batch.now, actor });
    if ('issues' in decided) return refuse(...decided.issues);
    if ('vault' in decided) {
      act = () => actOnVault(decided, { ...context, request, now: batch.now, at: view.at });
      return refuse();
    }
    const { ids, issues: amiss } = state(batch, decided.drafts, context);
    const issues = [...amiss, ...(decided.warnings ?? [])];
    against = issues.filter(({ level }) => level === 'error');
    // The batch holds a part of it by now: only work that throws is left out whole.
    if (against.length > 0)
      throw new YingjiError('command-refused', 'one of its drafts cannot be kept.', { recovery: 'skip' });
    const last = (batch.next - 1) as typeof batch.next;
    const result: CommandResult = { ok: true, at: last, ids, ...(issues.length > 0 && { issues }) };
    batch.result({ id: key, result, until: toInstant(millis(batch.now) + KEPT_MS) });
    return result;
  };
  const submitted = writer.submit(decide, { alone: true, command: key }).catch((error: unknown) => {
    if (against.length > 0) return refuse(...against);
    throw error;
  });
  // What comes of the vault is never handed to the writer: nothing of it can be remembered.
  return submitted.then((result) => (act ? act() : result));
}

/** The path of what is wrong in a request that came unchecked, over a port or from a script. */
function malformedPart(request: unknown): string | undefined {
  const { v, id, name, expects, waitedMs } = (request ?? {}) as { readonly [member in keyof CommandRequest]?: unknown };
  if (v !== 1) return '/v';
  if (typeof name !== 'string') return '/name';
  if (typeof id !== 'string' || !/^[\w.:-]{8,128}$/.test(id)) return '/id';
  if (waitedMs !== undefined && !(Number.isSafeInteger(waitedMs) && (waitedMs as number) >= 0)) return '/waitedMs';
  const isExpected = (each: unknown): boolean =>
    typeof each === 'object' && each !== null && typeof (each as { id?: unknown }).id === 'string';
  return expects === undefined || (Array.isArray(expects) && expects.every(isExpected)) ? undefined : '/expects';
}

/** Finds what the actor sees, and looks at all that stands around it: a ledger is added up whole. */
function seenIn({ view, sight }: DispatchContext): Reader {
  return {
    get: view.get,
    referring: view.referring,
    known: view.known,
    find: (query) => sight.answer(query).put,
    answer: (query) => sight.answer(query),
    at: view.at,
    now: view.now,
  };
}

/** Issue `changed-meanwhile`, when something is not as the decider saw it. */
function changedMeanwhile({ expects = [] }: CommandRequest, view: DispatchContext['view']): Issue | undefined {
  const other = expects.find(({ id, position }) => view.get(id)?.position !== position);
  return other
    ? issue('changed-meanwhile', `${other.id} has changed since it was read; look again and decide again.`, {
        path: '/expects',
      })
    : undefined;
}

/** Puts what was decided into a batch, personal data into the vault. */
function state(batch: Batch, drafts: readonly Draft[], context: AdmitContext): ReturnType<typeof putCity> {
  const admitted = drafts.map((draft) => admit(draft, context));
  batch.vault(admitted.flatMap(({ rows }) => rows));
  const put = putCity(
    batch,
    admitted.flatMap(({ draft }) => draft ?? []),
  );
  return { ids: put.ids, issues: [...admitted.flatMap(({ issues }) => issues), ...put.issues] };
}
