import * as z from 'zod';
import { needsOf, type CommandRule } from '../access/command-rule.js';
import { issue, type Issue } from '../error.js';
import { id } from '../model/marks.js';
import type { Actor } from '../ports/authenticator.js';
import type { Row } from '../view/view.js';
import { keyOf } from './admit.js';
import type { CommandDefinition } from './command.js';
import { purpose, readInput } from './purpose.js';

const Input = z.strictObject({ of: id, field: z.string().regex(/^\/[A-Za-z][A-Za-z0-9]{0,63}$/), purpose });
/** Whose, which marked field as a JSON pointer (`/phone`), and why. */
export type RevealInput = z.infer<typeof Input>;

/**
 * 查看号码（留痕）: the plain value of one marked field of what stands now, in the answer to this actor alone. `may` says who is
 * allowed what; `row` is absent for what is not in the picture. Every attempt is in the audit.
 * Issues: `invalid-input`, `not-permitted`, `not-found`, `nothing-secret`, `erased`, `audit-missing`, `audit-failed`.
 */
export function defineReveal(options: {
  readonly may: (actor: Actor, asked: { readonly field: string; readonly row: Row | undefined }) => boolean;
  /** What `may` goes by, where that is a rule: whoever is refused is told what it needs. */
  readonly rule?: CommandRule;
}): CommandDefinition<'reveal', RevealInput> {
  const needs = options.rule ? needsOf(options.rule) : 'ask whoever may';
  return {
    name: 'reveal',
    title: { zh: '查看号码', en: 'Reveal' },
    ...(options.rule && { rule: options.rule }),
    schema: Input,
    parse: (input) =>
      readInput(Input, input, '{"of": "<id>", "field": "/<field>", "purpose": "<why, 4 to 200 characters>"}'),
    decide(reader, command, { actor }) {
      const { field, purpose: why } = command.parsed;
      const of = command.parsed.of;
      const row = reader.get(of);
      const name = field.slice(1);
      const key = row && Object.hasOwn(row.value, name) ? keyOf(row.value[name]) : undefined;
      const vault = { act: 'reveal', of, field, key, purpose: why } as const;
      if (!options.may(actor, { field, row }))
        return {
          vault,
          against: [issue('not-permitted', `you may not see this: ${needs}.`, { path: '/input' })],
        };
      if (!row)
        return {
          vault,
          against: [issue('not-found', `${of} is not in the picture; read it again.`, { path: '/input/of' })],
        };
      if (key === undefined)
        return {
          vault,
          against: [nothingSecret({ of, field })],
        };
      return { vault };
    },
  };
}

export const nothingSecret = ({ of, field }: Pick<RevealInput, 'of' | 'field'>): Issue =>
  issue('nothing-secret', `${of} holds no secret at ${field}.`, { path: '/input/field' });
