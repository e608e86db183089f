import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import type { Finding } from '../model/finding.js';
import { id, means } from '../model/marks.js';
import { maskNumbers } from '../model/personal-text.js';
import { takesPart } from '../resilience/fact.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';
import { words } from './words.js';

const Input = z.strictObject({
  title: words(200),
  sort: means(z.enum(['ordinary', 'major']).optional(), 'Grades it at once.'),
  source: means(id.optional(), 'Where: at least one of risk source and place.'),
  place: id.optional(),
  inspection: id.optional(),
  evidence: z.array(words(200)).max(50).optional(),
  exercise: means(z.string().min(1).optional(), 'Names the drill that it belongs to, where the risk source does not.'),
});
/** What is wrong and where it was found. */
export type RaiseFinding = z.infer<typeof Input>;

const KINDS = { source: 'risk-source', place: 'place', inspection: 'inspection' } as const;

/** 上报隐患: something is wrong and must be put right. Issues: `invalid-input`, `not-found`. */
export const raiseFinding: CommandDefinition<'raise-finding', RaiseFinding> = {
  name: 'raise-finding',
  title: { zh: '上报隐患', en: 'Raise a finding' },
  rule: commandRules['raise-finding'],
  schema: Input,
  parse: (input) => parseInput(Input, input, '{"title": "…", "place": "<id>"}'),
  decide(reader, { parsed, ...command }, { now }) {
    const { title, sort, source, place, inspection, evidence } = parsed;
    if (source === undefined && place === undefined)
      return refuseInput('invalid-input', 'say where it is: by source, by place, or both.', 'place');
    let { exercise } = parsed;
    for (const [field, kind] of Object.entries(KINDS) as [keyof typeof KINDS, string][]) {
      const named = parsed[field];
      if (named === undefined) continue;
      const row = reader.get(named);
      exercise ??= row?.exercise;
      if (row?.kind !== kind || !takesPart(row, exercise))
        return refuseInput('not-found', `${named} is no ${kind} in the picture; choose another.`, field);
    }
    const by = { at: now, by: command.actor };
    const found = {
      to: 'found' as const,
      ...by,
      ...(evidence === undefined ? {} : { evidence: evidence.map(maskNumbers) }),
    };
    const value: Finding = {
      title: maskNumbers(title),
      state: sort === undefined ? 'found' : 'graded',
      ...(sort === undefined ? {} : { sort }),
      ...(source === undefined ? {} : { source }),
      ...(place === undefined ? {} : { place }),
      ...(inspection === undefined ? {} : { inspection }),
      steps: sort === undefined ? [found] : [found, { to: 'graded', ...by }],
    };
    return { drafts: [cityFact(madeBy('finding', command), value, { command, at: now, exercise })] };
  },
};
