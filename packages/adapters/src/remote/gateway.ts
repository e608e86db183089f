import type { CommandRequest, CommandResult } from '@yingji/core';
import { createRemoteView, issue, systemClock, systemIds, YingjiError, type RemoteView } from '@yingji/core/wire';
import { createClient, refusalOf, type GatewayOptions } from './client.js';

export type { Fetch, GatewayOptions } from './client.js';

/** How long an answer to a Command may take, in milliseconds. */
const ANSWER_MS = 15_000;

/**
 * The view of a gateway. Runs in browsers and Node; the remote view reconnects. `send` resolves with what was decided, and
 * rejects with a YingjiError when that is not known: repeat the same request then, its id makes it safe.
 */
export function connectGateway(options: GatewayOptions): RemoteView {
  const { clock = systemClock, ids = systemIds } = options;
  const { base, post, lines } = createClient(options);

  async function send(command: CommandRequest): Promise<CommandResult> {
    const waiting = new AbortController();
    const late = new AbortController();
    void clock.sleep(ANSWER_MS, late.signal).then(() => late.signal.aborted || waiting.abort());
    try {
      const answer = await post(`/api/commands/${encodeURIComponent(command.name)}`, command, waiting.signal);
      if (answer.ok || answer.status === 422) return (await answer.json()) as CommandResult;
      const { code, message } = await refusalOf(answer);
      if (answer.status < 500 && answer.status !== 429) return { ok: false, issues: [issue(code, message)] };
      throw new YingjiError(code, message, { recovery: 'retry' });
    } catch (cause) {
      if (cause instanceof YingjiError) throw cause;
      throw new YingjiError('gateway-unreachable', `the answer of ${base} broke off.`, { recovery: 'retry', cause });
    } finally {
      late.abort();
    }
  }

  return createRemoteView({ connect: (open, stop) => lines('/api/stream', open, stop), send, clock, ids });
}
