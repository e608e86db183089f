import * as z from 'zod';
import { needsOf, type CommandRule } from '../access/command-rule.js';
import { issue } from '../error.js';
import { id } from '../model/marks.js';
import type { Actor } from '../ports/authenticator.js';
import type { Whose } from '../ports/vault.js';
import type { CommandDefinition } from './command.js';
import { purpose, readInput } from './purpose.js';

const Input = z.union([
  z.strictObject({ of: id, purpose }),
  z.strictObject({ pseudonym: z.string().min(1).max(64), purpose }),
]);
/** Of one entity in all its versions, or one pseudonym wherever it stands; and why. */
export type EraseInput = z.infer<typeof Input>;

/**
 * Erases what is personal for good: of one entity in all its versions, or wherever one pseudonym stands. The log stays valid; what
 * it showed of the secret (`masked`, `pseudonym`) goes too, so that a bare reference is left. A number goes from the texts that name
 * it too (`erased-in-texts`, info). `ids` of the answer are those that show less now; saying it twice changes nothing. `erasure-unread`
 * (warning) where a line of a newer version names it in a way that is not known here; `audit-uncounted` (warning). Issues:
 * `invalid-input`, `not-permitted`, `audit-missing`, `audit-failed`.
 */
export function defineErase(options: {
  readonly may: (actor: Actor, whose: Whose) => boolean;
  /** What `may` goes by, where that is a rule: whoever is refused is told what it needs. */
  readonly rule?: CommandRule;
}): CommandDefinition<'erase', EraseInput> {
  const needs = options.rule ? needsOf(options.rule) : 'ask whoever may';
  return {
    name: 'erase',
    title: { zh: '删除个人信息', en: 'Erase' },
    ...(options.rule && { rule: options.rule }),
    schema: Input,
    parse: (input) =>
      readInput(
        Input,
        input,
        '{"of": "<id>"} or {"pseudonym": "<text>"}, with "purpose": "<why, 4 to 200 characters>"',
      ),
    decide(_, { parsed }, { actor }) {
      const whose: Whose = 'of' in parsed ? { entity: parsed.of } : { pseudonym: parsed.pseudonym };
      const vault = { act: 'erase', whose, purpose: parsed.purpose } as const;
      return options.may(actor, whose)
        ? { vault }
        : { vault, against: [issue('not-permitted', `you may not erase this: ${needs}.`, { path: '/input' })] };
    },
  };
}
