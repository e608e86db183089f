import { issue, type Issue, type Json } from '@yingji/core';
import * as z from 'zod';
import { utcOffsetOption } from '../transports/common-options.js';

/** Configuration of the feed; the README lists it. */
export const Gbt26875Config = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on; the devices must be able to reach it.'),
  port: z
    .number()
    .int()
    .min(0)
    .max(65_535)
    .describe('TCP port to listen on; the norm fixes none, 0 takes any free one.'),
  registry: z.string().min(1).default('registry').describe('Source of the register that names the devices by address.'),
  utcOffset: utcOffsetOption.describe("Offset of the devices' clocks; time labels carry none."),
  addresses: z
    .array(z.number().int().nonnegative())
    .optional()
    .describe(
      'The only transmitters that may speak, by address; absent: all. The protocol has no other proof of who speaks.',
    ),
  maxConnections: z.number().int().min(1).default(4096).describe('Connections at once.'),
  maxPerHost: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Connections at once from one host; absent: no limit, as devices behind a mobile network share one.'),
  idleS: z
    .number()
    .positive()
    .default(120)
    .describe('Seconds without a frame after which a connection is closed; garbage does not count.'),
  firstFrameS: z
    .number()
    .positive()
    .default(60)
    .describe('Seconds within which a new connection must send its first frame.'),
  frameS: z
    .number()
    .positive()
    .default(5)
    .describe('Seconds a frame may stay incomplete before a sound frame behind its start is looked for.'),
  expectEveryS: z
    .number()
    .positive()
    .default(90)
    .describe('Seconds without a frame of any device after which the feed is stale.'),
});
export type Gbt26875Config = z.infer<typeof Gbt26875Config>;

/** Why nothing is taken of a device; undefined of one that may speak. Without a list all may. */
export const strangerTo = (listed: ReadonlySet<number> | undefined, address: number): Issue | undefined =>
  !listed || listed.has(address)
    ? undefined
    : issue(
        'gbt-address-not-listed',
        `${address} is none of the devices that may speak; name it in addresses if it is.`,
      );

/** Checks a configuration; Issues point into it. */
export function readConfig(given: Json): { readonly config: Gbt26875Config } | { readonly issues: readonly Issue[] } {
  const read = Gbt26875Config.safeParse(given);
  if (read.success) return { config: read.data };
  return {
    issues: read.error.issues.map(({ path, message }) =>
      issue('bad-config', `${message}.`, { path: path.map((part) => `/${String(part)}`).join('') }),
    ),
  };
}
