import type { Actor, Authenticator, Clock, Issue, Logger, Peer } from '@yingji/core';
import type { AuthConfig } from '../config/auth.schema.js';
import { createAddresses } from './addresses.js';
import { createDenyList } from './deny-file.js';
import { createJwtAuthenticator, isJwt } from './jwt.js';
import { createPortalAuthenticator } from './portal.js';
import { createProxyAuthenticator } from './proxy.js';
import { isActor, missing, refused } from './refused.js';
import { createTokenAuthenticator } from './tokens.js';

export interface AuthOptions {
  /** Addresses and ranges of reverse proxies before us. */
  readonly proxies: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whoever can come in at all: with no token made and nothing else set up, nobody can. */
export interface ConfiguredAuthenticator extends Authenticator {
  readonly open: boolean;
}

type Headers = Parameters<Authenticator['authenticate']>[0];

interface Way {
  presents(headers: Headers, peer: Peer | undefined): boolean;
  readonly authenticator: Authenticator;
}

/**
 * All ways in that a configuration names. A request is judged by the first sort of credential it carries and by no other: one
 * that is wrong is not made good by a cookie that also came along.
 */
export function createAuthenticator(config: AuthConfig, options: AuthOptions): ConfiguredAuthenticator {
  const { clock, logger } = options;
  const denied = config.denied === undefined ? undefined : createDenyList(config.denied, { logger });
  const tokens = config.tokens === undefined ? undefined : createTokenAuthenticator(config.tokens, clock);
  const ways: Way[] = [];
  if (config.jwt)
    ways.push({
      presents: ({ authorization }) => isJwt(authorization),
      authenticator: createJwtAuthenticator({ config: config.jwt, clock, logger }),
    });
  if (config.portal?.tickets === true || (config.portal && config.portal.cookies.length > 0)) {
    const portal = createPortalAuthenticator({ config: config.portal, clock });
    // By a cookie only where no other credential was meant to be shown.
    ways.push({
      presents: (headers) => portal.presents(headers) && !/^bearer\b/i.test(headers['authorization'] ?? ''),
      authenticator: portal,
    });
  }
  if (config.proxy) {
    const isProxy = createAddresses(options.proxies);
    const proxy = createProxyAuthenticator({ config: config.proxy, isProxy, clock });
    ways.unshift({ presents: proxy.presents, authenticator: proxy });
  }
  if (tokens) ways.push({ presents: ({ authorization }) => authorization !== undefined, authenticator: tokens });

  return {
    get open() {
      return ways.length > (tokens ? 1 : 0) || (tokens !== undefined && tokens.size > 0);
    },
    async authenticate(headers, peer): Promise<Actor | Issue> {
      const way = ways.find(({ presents }) => presents(headers, peer));
      if (!way) return headers['authorization'] === undefined ? missing() : refused('no-way');
      const found = await way.authenticator.authenticate(headers, peer);
      return isActor(found) && denied?.denies(found) === true ? refused('denied') : found;
    },
  };
}
