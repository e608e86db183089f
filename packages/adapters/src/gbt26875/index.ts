import { issue, type Draft, type FeedDefinition, type Issue } from '@yingji/core';
import { Gbt26875Config, readConfig, strangerTo } from './config.js';
import { startFraming, stepFramer } from './framer.js';
import { mapFrame } from './mapping.js';
import { openSession } from './session.js';

export { decodeGbt26875, type Decoded, type Gbt26875Frame, type Gbt26875Object } from './codec.js';
export { ANALOGS, type Analog } from './analogs.js';
export { clockUnit, encodeGbt26875, postCheckUnit, type FrameToSend } from './encode.js';
export { startFraming, stepFramer, type FramerState, type FramerStep } from './framer.js';

const title = { zh: '消防远程监控', en: 'Fire monitoring' };
const COMMANDS = ['sync-clock', 'check-post'];
/** Enough to look at a frame. */
const DEFAULTS = { port: 0 };

/** GB/T 26875.3-2011 over TCP: user-information transmission devices report to us, and hear that we kept what they said. */
export const gbt26875: FeedDefinition = {
  id: 'gbt26875',
  title,
  norm: 'GB/T 26875.3-2011',
  contract: 1,
  transports: ['tcp'],
  commands: COMMANDS,
  schema: Gbt26875Config,
  configure(given) {
    const read = readConfig(given);
    if ('issues' in read) return read;
    const { config } = read;
    return {
      feed: {
        id: 'gbt26875',
        contract: 1,
        title,
        // TCP keeps a device's frames in order, and a retry is known by its key; serial numbers restart with the device.
        ordering: { by: 'arrival' },
        expectEveryMs: config.expectEveryS * 1000,
        hears: [config.registry],
        commands: COMMANDS,
        canRefuse: true,
        open: (context, stop) => openSession(config, context, stop),
      },
    };
  },
  decode(bytes, { source, receivedAt, config: given = DEFAULTS }) {
    const read = readConfig(given);
    if ('issues' in read) return { ok: false, drafts: [], issues: read.issues };
    const context = { ...read.config, source, receivedAt };
    const { frames, skipped, state } = stepFramer(startFraming, bytes);
    const listed = read.config.addresses && new Set(read.config.addresses);
    const drafts: Draft[] = [];
    const issues: Issue[] = [];
    for (const { decoded } of frames) {
      const stranger = decoded.frame && strangerTo(listed, decoded.frame.source);
      if (stranger) issues.push(stranger);
      const mapped = decoded.frame && !stranger ? mapFrame(decoded.frame, context) : undefined;
      drafts.push(...(mapped?.drafts ?? []));
      issues.push(...decoded.issues, ...(mapped?.issues ?? []));
    }
    const over = skipped + state.rest.length;
    if (frames.length === 0)
      issues.push(issue('gbt-no-frame', `No whole frame begins in these ${bytes.length} bytes; they may be cut.`));
    else if (over > 0) issues.push(issue('gbt-skipped', `${over} bytes belong to no frame.`, { level: 'warning' }));
    return { ok: frames.length > 0 && !issues.some(({ level }) => level === 'error'), drafts, issues };
  },
};
