import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { issue } from '../error.js';
import { asJson } from '../json.js';
import type { Acknowledgement } from '../model/acknowledgement.js';
import { digest } from '../model/digest.js';
import type { EntityId } from '../model/id.js';
import { entityId } from '../model/id.js';
import { id, means } from '../model/marks.js';
import { givenAt } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';

const Input = z.strictObject({ of: means(id, 'What was seen: a report, an incident or a warning.') });

const SEEN_BY_PEOPLE = new Set(['report', 'incident', 'warning']);

/**
 * 确认收到: the actor has seen a report, an incident or a warning. It ends nothing. Saying it twice changes nothing.
 * Issues: `invalid-input`, `not-found` when nothing of this id stands, `not-acknowledgeable` for other kinds.
 */
export const acknowledgeAlarm: CommandDefinition<'acknowledge-alarm', { of: string }> = {
  name: 'acknowledge-alarm',
  title: { zh: '确认收到', en: 'Acknowledge' },
  rule: commandRules['acknowledge-alarm'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"of": "<id>"}'),
  decide(reader, command, { actor }) {
    const of = command.parsed.of as EntityId;
    const row = reader.get(of);
    if (!row)
      return { issues: [issue('not-found', `${of} is not in the picture; read it again.`, { path: '/input/of' })] };
    if (!SEEN_BY_PEOPLE.has(row.kind))
      return { issues: [issue('not-acknowledgeable', `a ${row.kind} is not acknowledged.`, { path: '/input/of' })] };
    if (reader.referring(of).some((other) => other.kind === 'acknowledgement' && other.by === actor.id))
      return { drafts: [] };
    const value: Acknowledgement = { of, masked: actor.masked };
    return {
      drafts: [
        {
          v: 1,
          kind: 'acknowledgement',
          id: entityId('acknowledgement', 'city', digest(`${actor.id} ${of}`)),
          at: givenAt(command, row),
          basis: 'stated',
          by: actor.id,
          cause: { command: command.id },
          body: { value: asJson(value) },
          ...(row.exercise === undefined ? {} : { exercise: row.exercise }),
        },
      ],
    };
  },
};
