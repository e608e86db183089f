import { defineFeed, entityId, issue, stated, type FeedDefinition, type Instant } from '@yingji/core';
import { framesByLine } from '@yingji/core/frame';
import { tcpServer } from '@yingji/adapters/transports';
import * as z from 'zod';

/**
 * A pump station, one line a message: `<n> state <word> <instant>` says what a pump is, any other word that somebody called. `knows` is how far its mapping goes: what it does not know is undecodable.
 */
export const pump: FeedDefinition = defineFeed({
  id: 'pump',
  title: { zh: '泵站', en: 'Pump' },
  norm: 'none: a test',
  contract: 1,
  config: z.strictObject({ port: z.int().default(0), knows: z.array(z.string()).default([]) }),
  ordering: { by: 'arrival' },
  transport: tcpServer,
  framing: framesByLine(),
  read(bytes, { source, config }) {
    const line = new TextDecoder().decode(bytes);
    const [n = '', what = '', word = '', at = ''] = line.split(' ');
    const key = `k${n}`;
    const answer = { stored: bytes };
    if (!config.knows.includes(what))
      return { key, drafts: [], issues: [issue('unknown-word', `${line} says nothing`)], answer };
    if (what === 'state') {
      const value = { type: 'pump', native: word, contract: { by: 'event' } };
      return { key, drafts: [stated(entityId('device', source, '1'), value, at as Instant)], answer };
    }
    const value = { channel: '119', title: '泵站来电', caller: word };
    return { key, drafts: [stated(entityId('report', source, n), value, at as Instant)], answer };
  },
});
