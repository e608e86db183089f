import { expect } from 'chai';
import { systemClock, type FeedContext } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { gbt26875 } from '../gbt26875/index.js';
import { httpPush, tcpServer, udpSocket } from './index.js';

const context: FeedContext = {
  ...{ source: 'x', clock: systemClock, ids: createSeededIds(), logger: createMemoryLogger() },
  status: () => undefined,
};
const made = gbt26875.configure({ port: 0 });
const open = {
  tcpServer: (stop: AbortSignal) => tcpServer({ port: 0 }).open(context, stop),
  udpSocket: (stop: AbortSignal) => udpSocket({ port: 0 }).open(context, stop),
  httpPush: (stop: AbortSignal) => httpPush({ port: 0, secret: 'sixteen characters' }).open(context, stop),
  gbt26875: (stop: AbortSignal) =>
    'feed' in made ? made.feed.open(context, stop) : Promise.reject(new Error('not configured')),
};

describe('what is stopped while it opens', () => {
  for (const [name, opened] of Object.entries(open))
    it(`ends as it should: ${name}`, async () => {
      const ending = new AbortController();
      const opening = opened(ending.signal);
      ending.abort();
      const { closed, port } = await opening;
      await closed;
      expect(port).to.be.a('number');
    });
});
