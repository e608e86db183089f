import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityId, JsonObject, Outbox, WaitingCommand } from '@yingji/core';
import type { Subscription } from 'rxjs';
import type { ViewOf } from './observe.js';

/** Commands that were given on this device while the host was out of reach, as the view tells of them. */
export class Outgoing implements ReactiveController {
  commands: readonly WaitingCommand[] = [];

  readonly #host: ReactiveControllerHost;
  readonly #view: ViewOf;
  #following: Outbox | undefined;
  #subscription: Subscription | undefined;

  constructor(host: ReactiveControllerHost, view: ViewOf) {
    this.#host = host;
    this.#view = view;
    host.addController(this);
  }

  /** Where they wait; absent: nothing is kept. */
  get outbox(): Outbox | undefined {
    return this.#view()?.outbox;
  }

  /** Whether one of this name waits that is about this thing. */
  waits(name: string, member: string, id: EntityId): boolean {
    return this.commands.some(
      ({ command, fate }) => fate === 'waits' && command.name === name && (command.input as JsonObject)[member] === id,
    );
  }

  hostUpdate(): void {
    const { outbox } = this;
    if (outbox === this.#following) return;
    this.hostDisconnected();
    this.commands = [];
    this.#following = outbox;
    this.#subscription = outbox?.commands$.subscribe((commands) => {
      this.commands = commands;
      this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#subscription?.unsubscribe();
    this.#following = undefined;
  }
}
