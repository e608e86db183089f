import { defineFeed, entityId, issue, stated, type FeedDefinition, type Instant } from '@yingji/core';
import { framesByLine } from '@yingji/core/frame';
import { tcpServer } from '@yingji/adapters/transports';
import * as z from 'zod';

/** What its mapping knows now. */
export const known = new Set<string>();

/**
 * A pump station, one line a message: `<n> state <word> <instant>` says what a pump is, any other word that somebody called. How far its mapping goes is `known`: what is not in it is undecodable.
 */
export const pump: FeedDefinition = defineFeed({
  id: 'pump',
  title: { zh: '泵站', en: 'Pump' },
  norm: 'none: a test',
  contract: 1,
  config: z.strictObject({ port: z.int().default(0) }),
  ordering: { by: 'arrival' },
  transport: tcpServer,
  framing: framesByLine(),
  read(bytes, { source }) {
    const line = new TextDecoder().decode(bytes);
    const [n = '', what = '', word = '', at = ''] = line.split(' ');
    const key = `k${n}`;
    const answer = { stored: bytes };
    if (!known.has(what)) return { key, drafts: [], issues: [issue('unknown-word', `${line} says nothing`)], answer };
    if (what === 'state') {
      const value = { type: 'pump', native: word, contract: { by: 'event' } };
      return { key, drafts: [stated(entityId('device', source, '1'), value, at as Instant)], answer };
    }
    const value = { channel: '119', title: '泵站来电', caller: word };
    return { key, drafts: [stated(entityId('report', source, n), value, at as Instant)], answer };
  },
});
