import { defineFeed, millis, YingjiError, type FeedDefinition, type Transport } from '@yingji/core';
import { fileDrop } from '../transports/file-drop.js';
import { httpPoll } from '../transports/http-poll.js';
import { httpPush } from '../transports/http-push.js';
import { mysql } from '../transports/mysql.js';
import { postgres } from '../transports/postgres.js';
import { sqlPoll } from '../transports/sql-poll.js';
import { agencies, type Agency } from './agency.js';
import { readTime } from './beijing-time.js';
import { callsConfig, type CallsConfig } from './config.js';
import { readCalls } from './read-message.js';

export type { CallsConfig } from './config.js';

/**
 * Calls of one agency: 接警单 → `report`, 处警/派警单 → `task`, 反馈单 → `feedback`, what they say of each other → `link`. Records come in
 * any order and are joined by their numbers.
 */
function callsOf(agency: Agency): FeedDefinition {
  const { id, title, norm } = agency;
  return defineFeed({
    id,
    title,
    norm,
    contract: 1,
    transports: ['http-push', 'http-poll', 'sql', 'files'],
    config: callsConfig,
    // What a record says of its own change, so that a push that comes late changes nothing back.
    ordering: { by: 'source-time' },
    canRefuse: true,
    expectEveryMs: ({ expectEveryS, from }) => {
      if (expectEveryS !== undefined) return expectEveryS * 1_000;
      // A source that is asked answers every time, if only that there is nothing.
      const asked = from?.way === 'http-poll' || from?.way === 'postgres' || from?.way === 'mysql';
      return asked ? (from.everyS * 2 + from.timeoutS) * 1_000 : undefined;
    },
    transport: (config) => transportOf(config, id),
    read: (bytes, context) => readCalls(bytes, { ...context, agency }),
  });
}

function transportOf({ from, utcOffset }: CallsConfig, id: string): Transport {
  switch (from?.way) {
    case 'http-push':
      return httpPush(from);
    case 'http-poll':
      return httpPoll({ ...from, utcOffset });
    case 'postgres':
      return sqlPoll({ ...from, utcOffset, connect: postgres({ ...from, utcOffset }), readTime: msIn(utcOffset) });
    case 'mysql':
      return sqlPoll({ ...from, utcOffset, connect: mysql({ ...from, utcOffset }), readTime: msIn(utcOffset) });
    case 'files':
      return fileDrop(from);
    case undefined:
      // Only opening it needs one: what was recorded is read without.
      return { stream: false, open: () => Promise.reject(noWay(id)) };
  }
}

const noWay = (id: string): YingjiError =>
  new YingjiError('bad-feed', `${id} has no way to its records; give it the option "from".`);

const msIn =
  (offset: string) =>
  (text: string): number | undefined => {
    const time = readTime(text, offset);
    return time === undefined ? undefined : millis(time);
  };

/** 110 接处警. */
export const calls110: FeedDefinition = callsOf(agencies.police);
/** 119 接处警. */
export const calls119: FeedDefinition = callsOf(agencies.fire);
/** 120 急救调度. */
export const calls120: FeedDefinition = callsOf(agencies.medical);
/** 122 交通接处警. */
export const calls122: FeedDefinition = callsOf(agencies.traffic);
