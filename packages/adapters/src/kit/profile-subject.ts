import { issue, readingsOf, type DeviceProfile, type FeedDefinition } from '@yingji/core';
import type { FeedSubject } from './subject.js';

/** A device profile with all that is needed to check it: its vectors are payloads. */
export interface ProfileSubject extends Pick<FeedSubject, 'receivedAt' | 'vectors' | 'readme' | 'skip' | 'fuzz'> {
  readonly profile: DeviceProfile;
}

/** The device and the message that every payload is taken for where no feed says so. */
const NATIVE = 'device';
const KEY = 'message';

/**
 * A profile read like a feed: one payload is one message of the device `device`. Its option `port` is the channel the payload came
 * by. It cannot be opened: a feed that takes profiles brings the messages.
 */
export function codecOf(profile: DeviceProfile): FeedDefinition {
  const { id, title, norm, contract } = profile;
  return {
    id,
    title,
    norm,
    contract,
    ...(profile.payload === 'bytes' && profile.layouts && { layouts: profile.layouts }),
    configure: () => ({
      issues: [issue('bad-feed', `${id} is a device profile and no feed; name it in the profiles of one.`)],
    }),
    decode(payload, { source, receivedAt, config }) {
      const port = portOf(config);
      const message = { native: NATIVE, key: KEY, at: receivedAt, payload, ...(port !== undefined && { port }) };
      return readingsOf(profile, message, { source, registry: 'registry', receivedAt });
    },
  };
}

function portOf(config: Parameters<FeedDefinition['decode']>[1]['config']): number | undefined {
  const port = typeof config === 'object' && config !== null && 'port' in config ? config['port'] : undefined;
  return typeof port === 'number' ? port : undefined;
}
