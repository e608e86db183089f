import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CommandRequest, EntityId } from '@yingji/core';
import { systemIds } from '@yingji/core/wire';
import { YjAcknowledgementRequested } from './acknowledgement-requested.js';
import { answerOf, isReadOnly, type Answer } from './answer.js';
import type { ViewOf } from './observe.js';
import { Outgoing } from './outgoing.js';

const NAME = 'acknowledge-alarm';

/** Where a decision stands. Only the picture itself says that something is confirmed. */
export type Decision =
  | { readonly state: 'sending' }
  /** On this device, until the host can be reached. */
  | { readonly state: 'waits' }
  /** The page has taken it over. */
  | { readonly state: 'taken' }
  | Answer;

/** Sends 确认收到, unless the page takes it over, and knows what became of it. */
export class Acknowledge implements ReactiveController {
  /** The view takes no decisions: nobody who acts was given to it. */
  readOnly = false;

  readonly #host: ReactiveControllerHost & EventTarget;
  readonly #view: ViewOf;
  readonly #outgoing: Outgoing;
  readonly #decisions = new Map<EntityId, { readonly command?: CommandRequest; decision: Decision }>();

  constructor(host: ReactiveControllerHost & EventTarget, view: ViewOf) {
    this.#host = host;
    this.#view = view;
    this.#outgoing = new Outgoing(host, view);
    host.addController(this);
  }

  hostConnected(): void {
    this.readOnly = false;
  }

  of(id: EntityId): Decision | undefined {
    return this.#outgoing.waits(NAME, 'of', id) ? { state: 'waits' } : this.#decisions.get(id)?.decision;
  }

  /** Forgets what the picture shows by now. */
  seen(id: EntityId): boolean {
    return this.#decisions.delete(id);
  }

  async send(of: EntityId): Promise<void> {
    const view = this.#view();
    const before = this.#decisions.get(of);
    if (this.of(of)?.state === 'waits') return;
    if (!view || before?.decision.state === 'sending' || before?.decision.state === 'committed') return;
    if (!this.#host.dispatchEvent(new YjAcknowledgementRequested({ name: NAME, input: { of } }))) {
      this.#decisions.set(of, { decision: { state: 'taken' } });
      this.#host.requestUpdate();
      return;
    }
    // The same id again when nobody knows what became of it: then it counts once, however often it is sent.
    const again = before?.decision.state === 'unclear' ? before.command : undefined;
    const command: CommandRequest = again ?? { v: 1, id: systemIds.next(), name: NAME, input: { of } };
    const entry: { readonly command: CommandRequest; decision: Decision } = { command, decision: { state: 'sending' } };
    this.#decisions.set(of, entry);
    this.#host.requestUpdate();
    const answer = await answerOf(view, command);
    if (isReadOnly(answer)) this.readOnly = true;
    entry.decision = answer;
    this.#host.requestUpdate();
  }
}
