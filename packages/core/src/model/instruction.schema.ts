import * as z from 'zod';
import { extra, idOf, means } from './marks.js';

/**
 * 设备指令: what somebody told a device to do, over the feed that has a way to it, and what came of it. `done` says that the device
 * confirmed it, by its own protocol; how the device stands since, its feed says.
 */
export const Instruction = z.strictObject({
  device: means(idOf('device'), 'The device that was told.'),
  name: means(z.string().min(1).max(64), 'What it was told to do: the name of the Command.'),
  asked: means(
    z.record(z.string().max(64), z.union([z.string().max(200), z.number(), z.boolean()])),
    'How, by the members of the Command, e.g. {"minutes": 10}.',
  ).optional(),
  state: means(
    z.enum(['sent', 'done', 'refused', 'unknown']),
    'done: confirmed by the device. refused: not done, `code` says why. unknown: nobody knows whether it was done.',
  ),
  code: means(z.string().max(64), 'Why it was refused or is unknown: the code of an Issue.').optional(),
  message: means(z.string().max(500), 'What happened and what to do next.').optional(),
  masked: means(z.string().max(64), 'Who told it, masked.').optional(),
  extra,
});
export type Instruction = z.infer<typeof Instruction>;
export const instructionExample: z.input<typeof Instruction> = {
  device: 'device/registry/5001-1-2-131082',
  name: 'check-post',
  asked: { minutes: 10 },
  state: 'refused',
  code: 'device-silent',
  masked: '李*',
};
