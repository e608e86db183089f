import {
  millis,
  toInstant,
  YingjiError,
  type Actor,
  type Authenticator,
  type Clock,
  type Issue,
  type Logger,
} from '@yingji/core';
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { JwtConfig } from '../config/auth.schema.js';
import { actorOf } from './claimed.js';
import { createKeySet, nameOf } from './key-set.js';
import { missing, refused } from './refused.js';

const BEARER = /^Bearer +([\w-]{1,2048}\.[\w-]{1,7000}\.[\w-]{1,2048})$/i;

/** What is open ends after so long, in milliseconds, however long the token itself would be good: a fresh one is asked for. */
export const OPEN_MS = 10 * 60_000;

/** Claims that only an ID token has, or one bound to a key of its holder: as a bearer's, neither may open anything. */
const OF_OTHERS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'cnf'];

/** Whether a header carries what looks like a JWT. */
export const isJwt = (authorization: string | undefined): boolean => BEARER.test(authorization ?? '');

export interface JwtOptions {
  readonly config: JwtConfig;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  readonly logger: Logger;
}

/**
 * Knows actors by access tokens of one issuer (RFC 7519, 9068; OWASP ASVS 5.0, 9.1 and 9.2). Keys come from the one place that
 * the configuration names; `jku`, `x5u`, `jwk` and `x5c` of a token are not looked at. Errors: `keys-broken`, at start.
 */
export function createJwtAuthenticator({ config, clock, logger }: JwtOptions): Authenticator {
  const { issuer, audience, algorithms, skewS, claims, map } = config;
  const types = new Set(config.types.map(plainType));
  const keys = createKeySet(config.keys, { clock, logger });

  async function verify(token: string): Promise<{ readonly payload: JWTPayload } | { readonly reason: string }> {
    try {
      const { typ, crit } = decodeProtectedHeader(token);
      if (crit !== undefined) return { reason: 'crit' };
      if (typeof typ !== 'string' || !types.has(plainType(typ))) return { reason: 'type' };
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: [...audience],
        algorithms: [...algorithms],
        clockTolerance: skewS,
        requiredClaims: ['exp'],
        currentDate: new Date(millis(clock.now())),
      });
      return { payload };
    } catch (error) {
      return { reason: reason(error) };
    }
  }

  return {
    async authenticate(headers): Promise<Actor | Issue> {
      const token = BEARER.exec(headers['authorization'] ?? '')?.[1];
      if (token === undefined) return missing();
      const verified = await verify(token);
      if ('reason' in verified) return refused(verified.reason);
      const { payload } = verified;
      if (OF_OTHERS.some((name) => Object.hasOwn(payload, name)) || isOtherUse(payload)) return refused('use');
      const made = actorOf(
        {
          id: claim(payload, claims.id),
          name: claim(payload, claims.name),
          roles: claim(payload, claims.roles),
          scope: claim(payload, claims.scope),
        },
        { issuer: 'oidc', map },
      );
      if ('reason' in made) return refused(made.reason);
      const ends = Math.min(payload.exp! * 1_000, millis(clock.now()) + OPEN_MS);
      const { jti } = payload;
      const named = typeof jti === 'string' && jti.length <= 256;
      return { ...made, expiresAt: toInstant(ends), jti: named ? jti : nameOf(token) };
    },
  };
}

const plainType = (type: string): string => type.toLowerCase().replace(/^application\//, '');

/** Keycloak and others say within what a token is for. */
function isOtherUse(payload: JWTPayload): boolean {
  const use = payload['typ'] ?? payload['token_use'];
  return use !== undefined && !/^(bearer|access|at\+jwt)$/i.test(String(use));
}

/** A claim by its name, or by a path with dots (`realm_access.roles`). */
function claim(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split('.').reduce<unknown>((at, step) => {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return undefined;
    return (at as { readonly [step: string]: unknown })[step];
  }, payload);
}

/** One word for the log. Errors `service-unreachable`, `keys-broken`: that is our trouble, and says nothing of the token. */
function reason(error: unknown): string {
  if (error instanceof YingjiError) throw error;
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `claim-${error.claim}`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'key';
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid)
    throw new YingjiError('service-unreachable', 'The keys of the issuer cannot be had.', { recovery: 'retry' });
  return 'form';
}
