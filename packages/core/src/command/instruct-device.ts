import * as z from 'zod';
import type { CommandRule } from '../access/command-rule.js';
import { commandRules } from '../access/command-rules.js';
import type { EntityId } from '../model/id.js';
import type { Instruction } from '../model/instruction.js';
import { id } from '../model/marks.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput } from './refuse-input.js';

type Asked = { readonly device: string } & { readonly [member: string]: string | number | boolean };

/**
 * A Command to a device. Its answer says that the instruction stands in the log; what came of it, the instruction says: it goes out
 * after the commit, once, and never again after a restart. Issues: `invalid-input`, `not-found`.
 */
function instruct<N extends string, I extends Asked>(
  name: N,
  of: {
    readonly title: CommandDefinition['title'];
    readonly rule: CommandRule;
    readonly input: z.ZodType<I>;
    readonly give: string;
  },
): CommandDefinition<N, I> {
  return {
    name,
    title: of.title,
    rule: of.rule,
    schema: of.input,
    parse: (input) => parseInput(of.input, input, of.give),
    decide(reader, { parsed, ...command }, { now, actor }) {
      const { device, ...asked } = parsed;
      const row = reader.get(device as EntityId);
      if (row?.kind !== 'device')
        return refuseInput('not-found', `${device} is no device in the picture; read it again.`, 'device');
      const value: Instruction = {
        device: row.id as EntityId<'device'>,
        name,
        ...(Object.keys(asked).length > 0 && { asked }),
        state: 'sent',
        masked: actor.masked,
      };
      return {
        drafts: [cityFact(madeBy('instruction', command, row.id), value, { command, at: now, exercise: row.exercise })],
      };
    },
  };
}

/** 校时: sets the clock of a device to the centre's. The answer says that it stands in the log; what came of it, the `instruction` says. */
export const syncClock = instruct('sync-clock', {
  title: { zh: '校时', en: 'Set the clock' },
  rule: commandRules['sync-clock'],
  input: z.strictObject({ device: id }),
  give: '{"device": "<id>"}',
});

/** 查岗: asks whoever is on duty beside a transmission device to answer within so many minutes. */
export const checkPost = instruct('check-post', {
  title: { zh: '查岗', en: 'Check the post' },
  rule: commandRules['check-post'],
  input: z.strictObject({ device: id, minutes: z.number().int().min(1).max(255) }),
  give: '{"device": "<id>", "minutes": 1 to 255}',
});

/** 召测: asks a device for what it measures now; the readings come by its feed. */
export const queryDevice = instruct('query-device', {
  title: { zh: '召测', en: 'Ask for readings' },
  rule: commandRules['query-device'],
  input: z.strictObject({ device: id }),
  give: '{"device": "<id>"}',
});

/** 远程操作: starts or stops a pump, opens or closes a gate or valve, mutes or resets an alarm device. */
export const operateDevice = instruct('operate-device', {
  title: { zh: '远程操作', en: 'Operate' },
  rule: commandRules['operate-device'],
  input: z.strictObject({ device: id, action: z.enum(['start', 'stop', 'open', 'close', 'mute', 'reset']) }),
  give: '{"device": "<id>", "action": "start, stop, open, close, mute or reset"}',
});
