import * as z from 'zod';

/** Configuration of the feed; the README lists it. */
export const Gbt26875Config = z.strictObject({
  /** Address to listen on; the devices must be able to reach it. */
  host: z.string().min(1).default('127.0.0.1'),
  /** The norm fixes no port; 0 takes any free one. */
  port: z.number().int().min(0).max(65_535),
  /** Source of the register that names the devices by address. */
  registry: z.string().min(1).default('registry'),
  /** Offset of the devices' clocks; time labels carry none. */
  utcOffset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'must be like +08:00')
    .default('+08:00'),
  /** The only transmitters that may speak, by address; absent: all. The protocol has no other proof of who speaks. */
  addresses: z.array(z.number().int().nonnegative()).optional(),
  /** Connections at once. */
  maxConnections: z.number().int().min(1).default(4096),
  /** Connections at once from one host; absent: no limit, as devices behind a mobile network share one. */
  maxPerHost: z.number().int().min(1).optional(),
  /** Seconds without a frame after which a connection is closed; garbage does not count. */
  idleS: z.number().positive().default(120),
  /** Seconds within which a new connection must send its first frame. */
  firstFrameS: z.number().positive().default(60),
  /** Seconds a frame may stay incomplete before a sound frame behind its start is looked for. */
  frameS: z.number().positive().default(5),
  /** Seconds without a frame of any device after which the feed is stale. */
  expectEveryS: z.number().positive().default(90),
});
export type Gbt26875Config = z.infer<typeof Gbt26875Config>;
