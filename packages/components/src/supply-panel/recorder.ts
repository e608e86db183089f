import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CommandRequest, Json, RecordMovement } from '@yingji/core';
import { systemIds } from '@yingji/core/wire';
import { answerOf, isReadOnly, type Answer } from '../controllers/answer.js';
import type { ViewOf } from '../controllers/observe.js';
import { YjMovementRecorded, YjMovementRequested } from './events.js';

/** Where a movement stands that was sent from here. Only the store's answer says that it is recorded. */
export type Told =
  | { readonly state: 'sending' }
  | { readonly state: 'recorded' }
  /** The page has taken it over. */
  | { readonly state: 'taken' }
  | Exclude<Answer, { readonly state: 'committed' }>;

/** Sends movements, each under a key of its own, and knows what became of each. */
export class Recorder implements ReactiveController {
  /** The view takes no decisions: nobody who acts was given to it. */
  readOnly = false;

  readonly #host: ReactiveControllerHost & EventTarget;
  readonly #view: ViewOf;
  readonly #sent = new Map<string, { readonly command: CommandRequest; readonly about: string; told: Told }>();

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

  async send(key: string, input: RecordMovement): Promise<Told | undefined> {
    const view = this.#view();
    const before = this.#sent.get(key);
    if (!view || before?.told.state === 'sending' || before?.told.state === 'recorded') return before?.told;
    if (!this.#host.dispatchEvent(new YjMovementRequested(input))) return this.#say(key, input, { state: 'taken' });
    const about = JSON.stringify(input);
    // The same id again when nobody knows what became of the same movement: then it counts once, however often it is sent.
    const command: CommandRequest =
      before?.told.state === 'unclear' && before.about === about
        ? before.command
        : { v: 1, id: systemIds.next(), name: 'record-movement', input: input as unknown as Json };
    const entry: { readonly command: CommandRequest; readonly about: string; told: Told } = {
      command,
      about,
      told: { state: 'sending' },
    };
    this.#sent.set(key, entry);
    this.#host.requestUpdate();
    const answer = await answerOf(view, command);
    if (isReadOnly(answer)) this.readOnly = true;
    entry.told = answer.state === 'committed' ? { state: 'recorded' } : answer;
    if (answer.state === 'committed') this.#host.dispatchEvent(new YjMovementRecorded(input, answer.ids));
    this.#host.requestUpdate();
    return entry.told;
  }

  #say(key: string, input: RecordMovement, told: Told): Told {
    const command: CommandRequest = { v: 1, id: '', name: 'record-movement', input: input as unknown as Json };
    this.#sent.set(key, { command, about: '', told });
    this.#host.requestUpdate();
    return told;
  }
}
