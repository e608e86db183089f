import { defineFeed, YingjiError, type FeedDefinition } from '@yingji/core';
import { tellingAlarmsOnce } from '../profiles/alarms.js';
import { httpPush } from '../transports/http-push.js';
import { webhookConfig } from './config.js';
import { readWebhook } from './read-message.js';

export type { WebhookConfig } from './config.js';

/** Any JSON that a source posts, signed: what it says is a mapping in the configuration. */
export const webhook: FeedDefinition = tellingAlarmsOnce(
  defineFeed({
    id: 'webhook',
    title: { zh: '通用推送', en: 'Webhook' },
    norm: 'RFC 8259, RFC 6901',
    contract: 1,
    transports: ['http-push'],
    config: webhookConfig,
    // What an item says of its own time, so that a push that comes late changes nothing back.
    ordering: { by: 'source-time' },
    canRefuse: true,
    expectEveryMs: ({ expectEveryS }) => (expectEveryS === undefined ? undefined : expectEveryS * 1_000),
    transport({ from }) {
      if (!from) throw new YingjiError('bad-feed', 'webhook has nowhere to listen; give it the option "from".');
      return httpPush(from);
    },
    read: readWebhook,
  }),
);
