import type { Feed } from '@yingji/core';
import { expect } from 'chai';

/** A feed of this configuration, and the port on which it listens, once it is open; undefined of one that listens on none. */
export function listens(made: { readonly feed: Feed } | { readonly issues: readonly unknown[] }): {
  readonly feed: Feed;
  readonly port: Promise<number | undefined>;
} {
  if (!('feed' in made)) return expect.fail(JSON.stringify(made.issues));
  let listening: (port: number | undefined) => void = () => undefined;
  const port = new Promise<number | undefined>((resolve) => (listening = resolve));
  const feed: Feed = {
    ...made.feed,
    async open(context, stop) {
      const session = await made.feed.open(context, stop);
      listening(session.port);
      return session;
    },
  };
  return { feed, port };
}
