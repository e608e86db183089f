import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CommandRequest, Json } from '@yingji/core';
import { systemIds } from '@yingji/core/wire';
import { answerOf, isReadOnly, type Answer } from '../controllers/answer.js';
import type { ViewOf } from '../controllers/observe.js';
import { YjDutyRecorded, YjDutyRequested, type DutyAct } from './events.js';

/** Where an act stands that was sent from here. Only the store's answer says that it is recorded. */
export type Told =
  | { readonly state: 'sending' }
  | { readonly state: 'recorded' }
  /** The page has taken it over. */
  | { readonly state: 'taken' }
  | Exclude<Answer, { readonly state: 'committed' }>;

interface Sent {
  readonly command: CommandRequest;
  readonly about: string;
  told: Told;
}

/** Sends acts, each under a key of its own, and knows what became of each. */
export class Sender implements ReactiveController {
  /** The view takes no decisions: nobody who acts was given to it. */
  readOnly = false;

  readonly #host: ReactiveControllerHost & EventTarget;
  readonly #view: ViewOf;
  readonly #sent = new Map<string, Sent>();

  constructor(host: ReactiveControllerHost & EventTarget, view: ViewOf) {
    this.#host = host;
    this.#view = view;
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

  /** `revealed` is for whoever asked; nothing of it stays here. */
  async send(key: string, act: DutyAct): Promise<{ readonly told: Told; readonly revealed?: string } | undefined> {
    const view = this.#view();
    const before = this.#sent.get(key);
    if (!view || before?.told.state === 'sending') return undefined;
    if (!this.#host.dispatchEvent(new YjDutyRequested(act))) return { told: { state: 'taken' } };
    const about = JSON.stringify(act);
    // The same id again when nobody knows what became of the same act: then it counts once, however often it is sent.
    const command: CommandRequest =
      before?.told.state === 'unclear' && before.about === about
        ? before.command
        : { v: 1, id: systemIds.next(), name: act.name, input: act.input as unknown as Json };
    const entry: Sent = { command, about, told: { state: 'sending' } };
    this.#sent.set(key, entry);
    this.#host.requestUpdate();
    const answer = await answerOf(view, command);
    if (isReadOnly(answer)) this.readOnly = true;
    this.#host.requestUpdate();
    if (answer.state !== 'committed') return { told: (entry.told = answer) };
    entry.told = { state: 'recorded' };
    this.#host.dispatchEvent(new YjDutyRecorded(act, answer.ids));
    return { told: entry.told, ...(answer.revealed !== undefined && { revealed: answer.revealed }) };
  }
}
