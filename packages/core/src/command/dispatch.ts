import { issue, type Issue } from '../error.js';
import { canonical } from '../json.js';
import { digest } from '../model/digest.js';
import { millis, toInstant } from '../model/time.js';
import type { Actor } from '../ports/authenticator.js';
import type { Reader } from '../view/view.js';
import { putCity } from '../writer/city-draft.js';
import type { Writer } from '../writer/writer.js';
import type { Command, CommandDefinition, CommandRequest, CommandResult } from './command.js';

/** How long an answered command id is remembered: sending it again gives the same answer. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Takes a request to its definition, decides on the picture as it stands at commit, and answers once it is in the log. */
export function dispatch(
  request: CommandRequest,
  context: {
    readonly actor: Actor;
    readonly definitions: readonly CommandDefinition[];
    readonly writer: Writer;
    readonly view: Reader;
  },
): Promise<CommandResult> {
  const { actor, definitions, writer, view } = context;
  const refuse = (...issues: readonly Issue[]): CommandResult => ({ ok: false, issues });
  const definition = definitions.find(({ name }) => name === request.name);
  if (!definition) {
    const known = definitions.map(({ name }) => name).join(', ');
    return Promise.resolve(
      refuse(issue('unknown-command', `there is no command ${request.name}; known: ${known}.`, { path: '/name' })),
    );
  }
  if (request.v !== 1 || typeof request.id !== 'string' || !/^[\w.:-]{8,128}$/.test(request.id))
    return Promise.resolve(
      refuse(
        issue('invalid-input', 'a command needs v: 1 and an id of 8 to 128 letters, digits or . : _ -', {
          path: '/id',
        }),
      ),
    );
  const parsed = definition.parse(request.input);
  if ('issues' in parsed) return Promise.resolve(refuse(...parsed.issues));

  // The id answers for one actor asking one thing: somebody else's answer is not given away.
  const key = `${request.id} ${digest(canonical({ actor: actor.id, name: request.name, input: request.input }))}`;
  return writer.submit(
    (batch): CommandResult => {
      const before = batch.resultOf(key);
      if (before) return before;
      for (const { id, position } of request.expects ?? []) {
        const row = view.get(id);
        if (row?.position !== position)
          return refuse(
            issue('changed-meanwhile', `${id} has changed since it was read; look again and decide again.`, {
              path: '/expects',
            }),
          );
      }
      const command: Command = { ...request, actor: actor.id, at: batch.now };
      const decided = definition.decide(view, { ...command, parsed: parsed.input }, { now: batch.now, actor });
      if ('issues' in decided) return refuse(...decided.issues);
      const { ids, issues } = putCity(batch, decided.drafts);
      const errors = issues.filter(({ level }) => level === 'error');
      if (errors.length > 0) return refuse(...errors);
      const at = (batch.next - 1) as typeof batch.next;
      const result: CommandResult = { ok: true, at, ids };
      batch.result({ id: key, result, until: toInstant(millis(batch.now) + KEPT_MS) });
      return result;
    },
    { alone: true, command: key },
  );
}
