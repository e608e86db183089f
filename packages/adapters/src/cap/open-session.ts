import type { FeedContext, Session } from '@yingji/core';
import type { CapConfig } from './config.js';
import { createOutbox } from './outbox.js';
import { pollHttp } from './poll-http.js';
import { createStanding } from './standing.js';
import { watchFiles } from './watch-files.js';

/** Opens what the configuration names. Ends when stopped, or all together when a part of it breaks. */
export function openCapSession(config: CapConfig, context: FeedContext, stop: AbortSignal): Session {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  if (stop.aborted) end();
  stop.addEventListener('abort', end, { once: true });

  const outbox = createOutbox();
  ending.signal.addEventListener('abort', () => outbox.close(), { once: true });
  if (ending.signal.aborted) outbox.close();

  const reads = config.folder !== undefined || config.files.length > 0;
  const standing = createStanding([...(reads ? ['files'] : []), ...config.http.map(({ url }) => url)], (state, why) =>
    context.status(state, why),
  );
  const shared = { config, context, outbox, standing };
  const work = [
    ...(reads ? [watchFiles(shared, ending.signal)] : []),
    ...config.http.map((poll) => pollHttp({ ...shared, poll }, ending.signal)),
  ].map((part) => part.finally(end));

  const closed = Promise.allSettled(work).then((results) => {
    stop.removeEventListener('abort', end);
    const broken = results.find((result) => result.status === 'rejected');
    if (broken) throw broken.reason;
  });
  // Whoever never looks at `closed` must not bring the process down.
  closed.catch(() => undefined);
  return { deliveries: outbox.deliveries, settle: (token, verdict) => outbox.settle(token, verdict), closed };
}
