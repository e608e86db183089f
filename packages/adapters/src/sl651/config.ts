import * as z from 'zod';
import { quantities } from '@yingji/core/codes';

const station = z.string().regex(/^[0-9a-f]{10}$/, 'must be ten digits 0–9, a–f');
const level = z.number().min(-1000).max(9999);

/** What the master data of one station says that its frames do not. */
const Station = z.strictObject({
  verticalDatum: z.string().min(1).optional().describe('Vertical datum (基面) of its levels.'),
  levelBases: z
    .array(level.nullable())
    .max(8)
    .optional()
    .describe('Base (水位基值), m over that datum, of each gauge whose five-minute levels are told relative to it.'),
});

/** An element of a vendor, as one of the vocabulary. */
const Own = z.strictObject({
  quantity: z.enum(Object.keys(quantities.rows)).describe('Name in the vocabulary.'),
  factor: z.number().positive().default(1).describe('The unit of the quantity over that of the element.'),
  part: z
    .string()
    .regex(/^[a-z0-9]+$/)
    .optional()
    .describe('What measures it, where not the station itself.'),
});

/** Configuration of the feed; the README lists it. */
export const Sl651Config = z.strictObject({
  over: z.enum(['tcp', 'udp']).default('tcp').describe('How stations reach us; a city with both has two feeds.'),
  port: z.int().min(0).max(65_535).default(0).describe('Port to listen on; the norm fixes none, 0 takes any free one.'),
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; the stations must be able to reach it.'),
  registry: z.string().min(1).default('registry').describe('Source of the register that names the stations.'),
  mode: z
    .enum(['M1', 'M2', 'M4'])
    .default('M2')
    .describe(
      'How stations report: M1 unanswered, M2 confirmed, M4 only when asked. What comes in packets is M3 in any case.',
    ),
  confirmWith: z
    .enum(['eot', 'esc', 'ack'])
    .default('eot')
    .describe(
      'End of a confirmation: eot lets the station go off line, esc keeps it on line, ack is what some platforms send.',
    ),
  confirmTime: z
    .enum(['receipt', 'echo'])
    .default('receipt')
    .describe('Time in a confirmation: that of receipt, by which stations set their clocks, or that of the message.'),
  verticalDatum: z
    .string()
    .min(1)
    .optional()
    .describe('Vertical datum (基面) of the levels of all stations; absent: what the register says of each gauge.'),
  stations: z.record(station, Station).default({}).describe('What holds for one station, by its address.'),
  addresses: z.array(station).optional().describe('The only stations that may speak; absent: all.'),
  relays: z
    .array(station)
    .default([])
    .describe('Stations that speak for others, beside those that their number (60001–65534) names relays.'),
  elements: z
    .record(z.string().regex(/^([0-9a-f]{2}|ff[0-9a-f]{2})$/, 'must be a guide such as 76 or ff01'), Own)
    .default({})
    .describe('Elements of vendors (76–EF, FF and a byte), and other meanings than those of the norm, by their guide.'),
  maxLines: z.int().min(1).default(4096).describe('Connections, or with udp senders, at once.'),
  idleS: z.number().positive().default(300).describe('Seconds without a byte after which a line is closed.'),
  expectEveryS: z
    .number()
    .positive()
    .default(3900)
    .describe(
      'Seconds without a frame of any station after which the feed is stale; stations report every hour at least.',
    ),
});
export type Sl651Config = z.infer<typeof Sl651Config>;
