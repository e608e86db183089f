import type { Json } from '@yingji/core';
import * as z from 'zod';
import { addressOrRange, Auth } from './auth.schema.js';

const file = z.string().min(1).max(4096);
const count = (max: number): z.ZodNumber => z.number().int().min(1).max(max);

/** `https://portal.example.cn`: scheme, host and port, nothing behind it. */
const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text && text !== 'null', {
  error: 'must be an origin such as https://portal.example.cn, without a path or a slash at the end',
});

/** What the gateway may use at most. Every one has a default that fits one city on one machine. */
const Limits = z.strictObject({
  /** Bytes of one request body. */
  bodyBytes: count(16_777_216).default(65_536),
  /** Bytes of all headers of one request. */
  headerBytes: count(65_536).default(8_192),
  /** Levels of nesting in a JSON body. */
  jsonDepth: count(256).default(32),
  /** Open sockets. */
  connections: count(100_000).default(1_024),
  /** Open sockets of one address; those of `listen.proxies` are not counted. */
  connectionsPerAddress: count(100_000).default(256),
  /** Live streams, all actors together. */
  streams: count(100_000).default(512),
  /** Live streams of one actor. */
  streamsPerActor: count(10_000).default(8),
  /** Replays of the past at once, one of each actor; each is a whole city in memory. */
  replays: count(64).default(2),
  /** Milliseconds within which a request must have come in whole. */
  requestMs: count(600_000).default(10_000),
  /** Milliseconds without a byte moving after which a socket is closed; a stream whose reader stalls for so long is cut. */
  stallMs: count(600_000).default(30_000),
  /** Refused requests of one address within a minute, after which further ones are answered 429. */
  failuresPerMinute: count(100_000).default(60),
  /** Requests of one address to the API within a minute. */
  requestsPerAddress: count(1_000_000).default(3_000),
  /** Requests of one actor within a minute. */
  requestsPerActor: count(1_000_000).default(600),
  /** Milliseconds a graceful stop may take. */
  stopMs: count(60_000).default(4_500),
});

export const Config = z.strictObject({
  city: z.strictObject({
    name: z.string().min(1).max(64),
    /** Names the city in CloudEvents, for ever the same. */
    uri: z
      .string()
      .max(1024)
      .regex(
        /^[A-Za-z][A-Za-z\d+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/,
        'must be an absolute URI such as https://city.example.cn/nanning',
      )
      .optional(),
  }),
  listen: z
    .strictObject({
      host: z.string().min(1).max(255).default('127.0.0.1'),
      /** 0 takes any free port. */
      port: z.number().int().min(0).max(65_535).default(8_080),
      /** Further names that a Host header may carry, e.g. of a reverse proxy; with a port where it is not 80 or 443. */
      names: z
        .array(z.string().regex(/^[a-z0-9.[\]:-]+$/, 'must be a lower-case host name, with its port if it has one'))
        .max(64)
        .default([]),
      /** Reverse proxies before us: theirs alone are X-Forwarded-For, X-Forwarded-Proto and the headers of `auth.proxy`. */
      proxies: z.array(addressOrRange).max(64).default([]),
      /** Certificate with its chain, and key, as PEM files. */
      tls: z.strictObject({ cert: file, key: file }).optional(),
      /** Lets others reach us without TLS and without a proxy that has it. */
      plain: z.boolean().default(false),
    })
    .prefault({}),
  store: z.strictObject({
    file,
    keyFile: file,
    keep: z
      .strictObject({
        /** Days for which every single observation is kept; older ones are thinned out. */
        observationDays: count(36_500).optional(),
        /** Days of the past that can be gone back to; of what is older only what stands is left. */
        logDays: count(36_500).optional(),
      })
      .optional(),
  }),
  /** Who decided what, and who was refused; by default beside the database. */
  audit: z.strictObject({ file: file.optional(), keyFile: file.optional(), anchorFile: file.optional() }).prefault({}),
  /** Pages of other origins that may read and command through a browser. */
  origins: z.array(origin).max(256).default([]),
  auth: Auth.optional(),
  static: z
    .array(
      z.strictObject({
        path: z.string().regex(/^\/([A-Za-z0-9._~-]+\/)*$/, 'must begin and end with "/"'),
        folder: file,
      }),
    )
    .max(32)
    .default([]),
  feeds: z
    .array(
      z.strictObject({
        /** One of ours by its name; else a folder (`./name`) or an installed package (`@scope/name`), in a thread of its own. */
        use: z.string().min(1).max(1024),
        source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1–64 of a–z, 0–9 and "-"'),
        /** What people call it; without, it goes by the name of the feed that it uses. */
        title: z.strictObject({ zh: z.string().min(1).max(64), en: z.string().min(1).max(64) }).optional(),
        exercise: z.string().min(1).max(128).optional(),
        config: (z.json() as z.ZodType<Json>).default({}),
        /** What a feed from outside may use; ours run without. */
        limits: z
          .strictObject({
            memoryMb: count(4_096).optional(),
            /** Messages a second. */
            perSecond: count(100_000).optional(),
            /** Percent of one core, on average over four seconds; 100: all of it. */
            cpuPercent: count(100).optional(),
          })
          .optional(),
      }),
    )
    .max(256)
    .default([]),
  /** Modules that export kinds of others: paths, or names of installed packages. */
  kinds: z.array(z.string().min(1).max(4096)).max(64).default([]),
  /** Local rules of when a warning signal is due, over the national ones: each lies over those before it. */
  thresholds: z
    .array(
      z.strictObject({
        /** Whose rule it is. */
        by: z.string().min(1).max(64),
        /** The document it stands in. */
        basis: z.string().min(1).max(256).optional(),
        /** By signal and colour; what it may hold is `overrideThresholds`' to say. */
        signals: z.record(z.string(), z.json() as z.ZodType<Json>),
      }),
    )
    .max(4)
    .default([]),
  limits: Limits.prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
});

export type GatewayConfig = z.infer<typeof Config>;
/** What a program may hand in: defaults are filled in. */
export type GatewayConfigInput = z.input<typeof Config>;
