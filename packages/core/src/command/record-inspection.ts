import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { Inspection } from '../model/inspection.js';
import { id, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import { takesPart } from '../resilience/fact.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';
import { words } from './words.js';

const Input = z.strictObject({
  of: means(id.optional(), 'A thing or a place: at least one.'),
  place: id.optional(),
  inspector: id.optional(),
  result: z.enum(['in-order', 'findings']),
  items: z
    .array(z.strictObject({ item: words(200), ok: z.boolean(), note: z.string().max(500).optional() }))
    .max(200)
    .optional(),
  exercise: means(
    z.string().min(1).optional(),
    'Names the drill that it belongs to, where what was looked at does not.',
  ),
});
/** What was inspected, by whom and what came of it. */
export type RecordInspection = z.infer<typeof Input>;

/** 登记排查: somebody went and looked. What was wrong is raised by raise-finding. Issues: `invalid-input`, `not-found`. */
export const recordInspection: CommandDefinition<'record-inspection', RecordInspection> = {
  name: 'record-inspection',
  title: { zh: '登记排查', en: 'Record an inspection' },
  rule: commandRules['record-inspection'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"of": "<id>", "result": "in-order"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const { items, exercise: played, ...rest } = parsed;
    if (parsed.of === undefined && parsed.place === undefined)
      return refuseInput('invalid-input', 'say what or where was looked at: by of, by place, or both.', 'of');
    if (parsed.result === 'in-order' && items?.some(({ ok }) => !ok) === true)
      return refuseInput('invalid-input', 'an item is not in order; the result is "findings".', 'result');
    const named = (['of', 'place', 'inspector'] as const).flatMap((field) => {
      const id = parsed[field];
      return id === undefined ? [] : [{ field, id, row: reader.get(id) }];
    });
    const exercise = played ?? named.find(({ row }) => row?.exercise !== undefined)?.row?.exercise;
    const wrong = named.find(({ row }) => !row || !takesPart(row, exercise));
    if (wrong) return refuseInput('not-found', `${wrong.id} is not in the picture; choose another.`, wrong.field);
    const value: Inspection = {
      ...rest,
      ...(items === undefined
        ? {}
        : {
            items: items.map(({ item, ok, note }) => ({
              item: maskNumbers(item),
              ok,
              ...(note === undefined ? {} : { note: maskNumbers(note) }),
            })),
          }),
    };
    return { drafts: [cityFact(madeBy('inspection', command), value, { command, at: now, exercise })] };
  },
};
