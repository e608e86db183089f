import type { FeedDefinition } from '@yingji/core';
import { capConfig, decodeOptions, readCapConfig } from './config.js';
import { partsOf } from './deliveries.js';

export type {
  CapAlert,
  CapArea,
  CapCircle,
  CapInfo,
  CapNamed,
  CapPoint,
  CapReference,
  CapResource,
} from './cap-alert.js';
export { decodeCap, type CapDecoded, type CapDecodeOptions } from './decode-cap.js';

const title = { zh: 'CAP 预警信息', en: 'CAP alerts' };

/** CAP 1.1 and 1.2 from files, a watched folder and HTTP, single or in Atom and RSS lists: each message one `warning`. */
export const cap: FeedDefinition = {
  id: 'cap',
  title,
  norm: 'OASIS Common Alerting Protocol 1.2 (also 1.1); Atom RFC 4287; RSS 2.0',
  contract: 1,
  transports: ['files', 'http-poll'],
  schema: capConfig,
  decode(bytes, { config, ...context }) {
    const read = config === undefined ? undefined : readCapConfig(config);
    if (read && 'issues' in read) return { ok: false, drafts: [], issues: read.issues };
    const { parts } = partsOf(bytes, context, read ? decodeOptions(read.config) : {});
    return {
      ok: parts.every(({ outcome }) => outcome === 'good'),
      drafts: parts.flatMap(({ drafts }) => drafts),
      issues: parts.flatMap(({ issues }) => issues),
    };
  },
  configure(json) {
    const read = readCapConfig(json);
    if ('issues' in read) return read;
    const { config } = read;
    const slowest = Math.max(...config.http.map(({ everyS, timeoutS }) => everyS * 2 + timeoutS));
    return {
      feed: {
        id: 'cap',
        contract: 1,
        title,
        ordering: { by: 'source-time' },
        // Files come when there is something to say; an address that is polled answers every time.
        ...(config.http.length > 0 ? { expectEveryMs: slowest * 1_000 } : {}),
        canRefuse: false,
        async open(context, stop) {
          // Files and sockets are loaded only where they are used: the codec runs anywhere.
          const { openCapSession } = await import('./open-session.js');
          return openCapSession(config, context, stop);
        },
      },
    };
  },
};
