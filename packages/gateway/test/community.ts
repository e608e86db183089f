import { createPushFeed, entityId, stated, systemClock, type Draft } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';

/** A community of the register; {@link startCommunity} has told of it. */
export const community = entityId('place', 'registry', 'community');
const CODE = '450103001005';

/** What a Command was answered with. */
interface Answer {
  readonly ids?: string[];
  readonly issues?: readonly { readonly code: string }[];
  readonly code?: string;
}

export interface Community {
  readonly gateway: Gateway;
  readonly tokens: { readonly desk: string; readonly community: string };
  /** One message of a source. */
  push(source: string, drafts: readonly Draft[]): Promise<unknown>;
  /** A Command of the desk or the community, over HTTP. */
  send(who: 'desk' | 'community', name: string, input: object): Promise<readonly [status: number, Answer]>;
  close(): Promise<void>;
}

/**
 * A gateway with a register and one more source, both pushed to by the test; a duty desk and a community of one place have tokens.
 * `set` sees the configuration before the start.
 */
export async function startCommunity(
  source: string,
  set: (house: House) => void = () => undefined,
): Promise<Community> {
  const sources = ['registry', source];
  const house = makeHouse({ feeds: sources.map((use) => ({ use, source: use })) });
  set(house);
  const tokenOf = (id: string, role: 'duty-desk' | 'community'): string =>
    createToken(house.config.auth!.tokens!, { id, masked: '李*', roles: [role], scope: [CODE] }, systemClock);
  const tokens = { desk: tokenOf('desk', 'duty-desk'), community: tokenOf('community', 'community') };
  const pushed = new Map(sources.map((id) => [id, createPushFeed({ id, title: { zh: id, en: id } })]));
  const feeds = [...pushed].map(([id, { feed }]) => [id, { id, title: feed.title, configure: () => ({ feed }) }]);
  const gateway = await createGateway(house.config, {
    feeds: Object.fromEntries(feeds) as never,
    logger: createMemoryLogger(),
  });
  let n = 0;
  const push: Community['push'] = (of, drafts) =>
    pushed.get(of)!.push({ key: `message-${(n += 1)}`, receivedAt: systemClock.now(), drafts });
  await push('registry', [stated(community, { name: '社区', scheme: 'division', code: CODE }, systemClock.now())]);
  return {
    gateway,
    tokens,
    push,
    async send(who, name, input) {
      const body = { v: 1, id: `command-${(n += 1)}`, input };
      const answer = await postAs(tokens[who], `${gateway.url}/api/commands/${name}`, body);
      return [answer.status, (await answer.json()) as Answer];
    },
    async close() {
      await gateway.close();
      house.remove();
    },
  };
}
