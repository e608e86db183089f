import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CommandRequest, EntityId, Json } from '@yingji/core';
import { systemIds } from '@yingji/core/wire';
import { answerOf, isReadOnly, type Answer } from './answer.js';
import type { ViewOf } from './observe.js';

/** Where an act stands that was sent from here. Only the store's answer says that it is recorded. */
export type Told =
  | { readonly state: 'sending' }
  | { readonly state: 'recorded' }
  /** The page has taken it over. */
  | { readonly state: 'taken' }
  | Exclude<Answer, { readonly state: 'committed' }>;

/** The name of a Command, and what it takes. */
export interface Act {
  readonly name: string;
  readonly input: object;
}

export interface SenderOptions<A extends Act> {
  readonly view: ViewOf;
  /** Asks the page before; cancelled, nothing is sent. */
  readonly requested: (act: A) => Event;
  /** Tells it after. */
  readonly recorded: (act: A, ids: readonly EntityId[]) => Event;
}

interface Sent {
  readonly command?: CommandRequest;
  readonly about: string;
  told: Told;
}

/** Sends acts, each under a key of its own, and knows what became of each. */
export class Sender<A extends Act> implements ReactiveController {
  /** The view takes no decisions: nobody who acts was given to it. */
  readOnly = false;

  readonly #host: ReactiveControllerHost & EventTarget;
  readonly #options: SenderOptions<A>;
  readonly #sent = new Map<string, Sent>();

  constructor(host: ReactiveControllerHost & EventTarget, options: SenderOptions<A>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.readOnly = false;
  }

  of(key: string): Told | undefined {
    return this.#sent.get(key)?.told;
  }

  forget(): void {
    this.#sent.clear();
    this.readOnly = false;
  }

  /** What is recorded is not sent again. `revealed` is for whoever asked; nothing of it stays here. */
  async send(key: string, act: A): Promise<{ readonly told: Told; readonly revealed?: string } | undefined> {
    const { view: viewOf, requested, recorded } = this.#options;
    const view = viewOf();
    const before = this.#sent.get(key);
    if (!view || before?.told.state === 'sending') return undefined;
    if (before?.told.state === 'recorded') return before;
    const about = JSON.stringify(act);
    if (!this.#host.dispatchEvent(requested(act))) return this.#keep(key, { about, told: { state: 'taken' } });
    // The same id again when nobody knows what became of the same act: then it counts once, however often it is sent.
    const again = before?.told.state === 'unclear' && before.about === about ? before.command : undefined;
    const command = again ?? { v: 1, id: systemIds.next(), name: act.name, input: act.input as unknown as Json };
    const entry = this.#keep(key, { command, about, told: { state: 'sending' } });
    const answer = await answerOf(view, command);
    if (isReadOnly(answer)) this.readOnly = true;
    this.#host.requestUpdate();
    if (answer.state !== 'committed') {
      entry.told = answer;
      return entry;
    }
    entry.told = { state: 'recorded' };
    this.#host.dispatchEvent(recorded(act, answer.ids));
    return { told: entry.told, ...(answer.revealed !== undefined && { revealed: answer.revealed }) };
  }

  #keep(key: string, sent: Sent): Sent {
    this.#sent.set(key, sent);
    this.#host.requestUpdate();
    return sent;
  }
}
