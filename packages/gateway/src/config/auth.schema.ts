import { isIP } from 'node:net';
import { roles, type Role } from '@yingji/core';
import * as z from 'zod';
import { isLoopback } from '../auth/loopback.js';

const file = z.string().min(1).max(4096);
const word = z.string().min(1).max(128);
const header = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be the name of a header in lower case');

/** Others are named by https, and nobody's name or password stands in the address; on this machine http will do. */
const service = z
  .string()
  .max(2048)
  .refine(
    (text) => {
      if (!URL.canParse(text)) return false;
      const { protocol, hostname, username, password, hash } = new URL(text);
      if (username !== '' || password !== '' || hash !== '') return false;
      return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
    },
    { error: 'must be an https address (http on this machine alone), without user, password or fragment' },
  );

const roleNames = Object.keys(roles) as [Role, ...Role[]];
/** Words of another system for roles here. */
const map = z.record(word, z.enum(roleNames)).optional();

/** Signatures with a key pair alone: who may verify must not be able to sign. */
const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
  'Ed25519',
] as const;

const Jwt = z.strictObject({
  issuer: z.string().min(1).max(2048),
  audience: z.array(z.string().min(1).max(2048)).min(1).max(16),
  /** A JWKS: an https address, or a file. */
  keys: z.union([
    service,
    file.refine((text) => !/^[a-z][a-z0-9+.-]+:/i.test(text), { error: 'must be a file or an https address' }),
  ]),
  algorithms: z.array(z.enum(algorithms)).min(1).default(['ES256', 'PS256', 'RS256', 'EdDSA']),
  /** What `typ` of the header may say. RFC 9068 has at+jwt; `JWT` does not tell what a token is for. */
  types: z
    .array(z.string().regex(/^[A-Za-z0-9+.-]{1,64}$/))
    .min(1)
    .max(8)
    .default(['at+jwt']),
  /** Seconds by which the clock of the issuer may be off. */
  skewS: z.number().int().min(0).max(60).default(30),
  claims: z
    .strictObject({
      id: word.default('sub'),
      name: word.default('name'),
      roles: word.default('roles'),
      scope: word.default('yingji_scope'),
    })
    .prefault({}),
  map,
});

const Proxy = z.strictObject({
  user: header.default('x-yingji-user'),
  name: header.default('x-yingji-name'),
  roles: header.default('x-yingji-roles'),
  scope: header.default('x-yingji-scope'),
  /** What the proxy sends as x-yingji-secret. */
  secret: z
    .string()
    .max(1024)
    // A reference is looked at again once it is resolved.
    .refine((text) => text.length >= 16 || /^(env|file):/.test(text), { error: 'must have 16 characters at least' })
    .optional(),
  map,
});

const Portal = z.strictObject({
  url: service,
  /** Names of the cookies that are handed on; no other is. */
  cookies: z
    .array(z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,128}$/, 'must be the name of a cookie'))
    .max(8)
    .default([]),
  /** Whether `Authorization: CAS <ticket>` is handed on. */
  tickets: z.boolean().default(false),
  timeoutMs: z.number().int().min(100).max(10_000).default(3_000),
  cacheS: z.number().int().min(1).max(60).default(30),
  map,
});

/** Who comes in, and by what. */
export const Auth = z.strictObject({
  tokens: file.optional(),
  denied: file.optional(),
  jwt: Jwt.optional(),
  proxy: Proxy.optional(),
  portal: Portal.optional(),
});

export type AuthConfig = z.infer<typeof Auth>;
export type JwtConfig = z.infer<typeof Jwt>;
export type ProxyConfig = z.infer<typeof Proxy>;
export type PortalConfig = z.infer<typeof Portal>;

/** An address, or a range as 10.0.0.0/8. */
export const addressOrRange = z.string().refine(
  (text) => {
    const [address = '', bits, more] = text.split('/');
    const version = isIP(address);
    if (version === 0 || more !== undefined) return false;
    return (
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128))
    );
  },
  { error: 'must be an IP address, or a range such as 10.0.0.0/8' },
);
