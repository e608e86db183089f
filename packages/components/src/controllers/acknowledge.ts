import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CommandRequest, EntityId } from '@yingji/core';
import { systemIds, YingjiError } from '@yingji/core/wire';
import type { ViewOf } from './observe.js';

/** Where a decision stands. Only the picture itself says that something is confirmed. */
export type Decision =
  | { readonly state: 'sending' }
  | { readonly state: 'committed' }
  /** The store said no. */
  | { readonly state: 'refused'; readonly code: string }
  /** Nobody knows whether it arrived; sending it again is safe. */
  | { readonly state: 'unclear'; readonly code: string };

/** Sends 确认收到 and knows what became of it. */
export class Acknowledge implements ReactiveController {
  /** The view takes no decisions: nobody who acts was given to it. */
  readOnly = false;

  readonly #host: ReactiveControllerHost;
  readonly #view: ViewOf;
  readonly #decisions = new Map<EntityId, { readonly command: CommandRequest; decision: Decision }>();

  constructor(host: ReactiveControllerHost, view: ViewOf) {
    this.#host = host;
    this.#view = view;
    host.addController(this);
  }

  hostConnected(): void {
    this.readOnly = false;
  }

  of(id: EntityId): Decision | undefined {
    return this.#decisions.get(id)?.decision;
  }

  /** Forgets what the picture shows by now. */
  seen(id: EntityId): boolean {
    return this.#decisions.delete(id);
  }

  async send(of: EntityId): Promise<void> {
    const view = this.#view();
    const before = this.#decisions.get(of);
    if (!view || before?.decision.state === 'sending' || before?.decision.state === 'committed') return;
    // The same id again when nobody knows what became of it: then it counts once, however often it is sent.
    const command: CommandRequest =
      before?.decision.state === 'unclear'
        ? before.command
        : { v: 1, id: systemIds.next(), name: 'acknowledge-alarm', input: { of } };
    const entry: { readonly command: CommandRequest; decision: Decision } = { command, decision: { state: 'sending' } };
    this.#decisions.set(of, entry);
    this.#host.requestUpdate();
    try {
      const result = await view.send(command);
      const code = result.ok ? undefined : (result.issues[0]?.code ?? 'refused');
      if (code === 'read-only') this.readOnly = true;
      entry.decision = code === undefined ? { state: 'committed' } : { state: 'refused', code };
    } catch (error) {
      entry.decision = { state: 'unclear', code: error instanceof YingjiError ? error.code : 'gateway-unreachable' };
    }
    this.#host.requestUpdate();
  }
}
