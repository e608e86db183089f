import { isIP } from 'node:net';
import * as z from 'zod';
import { datums } from '../datum/index.js';
import { headersOption, utcOffsetOption } from '../transports/common-options.js';
import { pushConfig } from '../transports/push-config.js';
import { commonFields, reportFields, taskFields } from './field-names.js';

const channels = ['110', '119', '120', '122', '12345'] as const;
const states = ['issued', 'signed', 'moving', 'on-scene', 'handling', 'reported', 'done', 'returned'] as const;
const source = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be the source of a feed');
const bytes = z
  .int()
  .min(1_024)
  .max(64 * 1_048_576);

const push = pushConfig.extend({ way: z.literal('http-push') });

const files = z.strictObject({
  way: z.literal('files'),
  folder: z
    .string()
    .min(1)
    .describe('Folder that is watched; every file in it is one message. None is changed or deleted.'),
  everyS: z
    .number()
    .min(0.05)
    .max(86_400)
    .default(10)
    .describe('Look so often even if the system reports no change, s.'),
  maxBytes: bytes.default(8 * 1_048_576).describe('Largest file, bytes.'),
});

const every = z.number().min(0.05).max(86_400);
const overlap = z.number().min(0).max(86_400);
const lookback = z
  .number()
  .min(0)
  .max(31 * 86_400)
  .default(86_400)
  .describe('Seconds before now at which the first begins.');
const httpPolling = z
  .strictObject({
    way: z.literal('http-poll'),
    url: z
      .string()
      .refine((url) => URL.canParse(url.replace(/[{}]/g, '')) && /^https?:/.test(url), 'must be an http address')
      .describe('Address that is asked, with {since}, {until} and {page} where they belong.'),
    everyS: every.default(60).describe('Ask again after so many seconds.'),
    timeoutS: z.number().min(1).max(600).default(20).describe('Give up on one answer after so many seconds.'),
    headers: headersOption.describe('Headers to send; secrets as env: or file: of the host.'),
    maxBytes: bytes.default(8 * 1_048_576).describe('Largest answer, bytes.'),
    time: z.enum(['local', 'utc', 'ms', 's']).default('local').describe('How times are written in the address.'),
    overlapS: overlap.default(300).describe('Seconds before the last poll that are asked for again.'),
    lookbackS: lookback,
    list: z
      .string()
      .regex(/^(\/[^/]+)*$/, 'must be a pointer')
      .optional()
      .describe('Pointer of the list; an answer without it is an error and is asked for again.'),
  })
  .refine(({ url, list }) => !url.includes('{page}') || list !== undefined, {
    message: 'must be said with {page}; "" when the answer is the list',
    path: ['list'],
  });

const port = z.int().min(1).max(65_535);
const database = z.strictObject({
  host: z.string().min(1).describe('Host of the database.'),
  database: z.string().min(1).describe('Its name.'),
  user: z.string().min(1).describe('A user that may read what is asked, and nothing else.'),
  password: z.string().optional().describe('Its password; env: or file: of the host.'),
  tls: z.boolean().default(false).describe('TLS, with a certificate that is trusted.'),
  ca: z
    .string()
    .min(1)
    .optional()
    .describe('File of the certificates that are trusted, PEM; absent: those of this machine.'),
  timeoutS: z
    .number()
    .min(1)
    .max(600)
    .default(20)
    .describe('Give up on a connection or a statement after so many seconds.'),
  statement: z
    .string()
    .refine((text) => /\$1\b/.test(text) && /\$2\b/.test(text), 'must use $1, the watermark, and $2, the most rows')
    // Rows of one time stand on both sides of where a page ends.
    .refine((text) => !/>\s*\$1\b|\$1\b\s*<(?![=>])/.test(text), 'must ask for >= $1, or rows of one time are lost')
    .describe('select * from jjdb where gxsj >= $1 order by gxsj limit $2'),
  mark: z.string().min(1).describe('Column of the watermark: when a row changed.'),
  everyS: every.default(10).describe('Ask again after so many seconds.'),
  most: z.int().min(1).max(5_000).default(500).describe('Rows at once.'),
  overlapS: overlap.default(60).describe('Seconds before the watermark that are asked for again.'),
  lookbackS: lookback,
});

const postgres = database.extend({ way: z.literal('postgres'), port: port.default(5432).describe('Its port.') });
const mysql = database
  .extend({ way: z.literal('mysql'), port: port.default(3306).describe('Its port.') })
  .refine(({ tls, host }) => !tls || isIP(host) === 0, {
    message: 'must be a name with tls: the certificate is checked against it',
    path: ['host'],
  });

/** Configuration of a feed of calls. */
export const callsConfig = z.strictObject({
  from: z
    .discriminatedUnion('way', [push, files, httpPolling, postgres, mysql])
    .optional()
    .describe(
      'How records come in: pushed by HTTP, as files, or asked for by HTTP or of a database. Without it nothing is opened.',
    ),
  datum: z
    .enum(datums)
    .optional()
    .describe('Datum of all coordinates, as the source states it; without it positions are left out.'),
  utcOffset: utcOffsetOption.describe('Offset of times that are written without one.'),
  encoding: z
    .enum(['utf-8', 'gb18030'])
    .optional()
    .describe('Encoding; absent: what is valid UTF-8 is UTF-8, the rest GB18030. XML says itself.'),
  fields: z
    .partialRecord(z.enum([...reportFields, ...taskFields, ...commonFields]), z.array(z.string().min(1)).min(1))
    .default({})
    .describe('Names of fields at this source, before those that are known: { "phone": ["TEL"] }.'),
  codes: z
    .strictObject({
      dialled: z.record(z.string(), z.enum(channels)).optional(),
      flag: z.record(z.string().toLowerCase(), z.boolean()).optional(),
      state: z.record(z.string(), z.enum(states)).optional(),
      handedOver: z.record(z.string(), z.literal('12345')).optional(),
      returned: z.record(z.string(), z.string().min(1).max(40)).optional(),
      fireGrade: z.record(z.string(), z.enum(['1', '2', '3', '4', '5'])).optional(),
      eventType: z
        .record(z.string(), z.string().regex(/^1[1-49][0-9A-Z]{3}$/, 'must be an event type 11xxx–14xxx'))
        .optional(),
    })
    .default({})
    .describe('What words and codes of this source mean, by table: { "eventType": { "010200": "12G00" } }.'),
  peers: z
    .partialRecord(z.enum(channels), source)
    .default({})
    .describe('Sources of the other agencies, so that their numbers become links: { "110": "calls-110" }.'),
  units: source.default('units').describe('Source of the register that names units by the codes of this source.'),
  expectEveryS: z
    .number()
    .positive()
    .optional()
    .describe('Seconds of silence that still count as live; absent: calls come when they come.'),
});
export type CallsConfig = z.infer<typeof callsConfig>;
export type Way = NonNullable<CallsConfig['from']>;
