import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { CommandRequest, Instant, JsonObject, Outbox, WaitingCommand } from '@yingji/core';
import type { Item } from '../alert-map/item.js';
import type { ViewOf } from '../controllers/observe.js';
import { Outgoing } from '../controllers/outgoing.js';
import type { Sources } from '../frame/frame.js';
import { sayOf, type Say } from '../frame/own-words.js';
import type { Words } from '../i18n/words.js';
import { outgoingSentences, type OutgoingKey } from './words.js';

interface OutgoingOptions {
  readonly commands: readonly WaitingCommand[];
  readonly outbox: Pick<Outbox, 'seen'> | undefined;
  readonly words: Words;
  readonly now: Instant | undefined;
  /** The data stand still. */
  readonly stale: boolean;
  /** Something can be done here. */
  readonly acts: boolean;
  /** What the Command is about, where it is in the picture. */
  readonly titleOf: (command: CommandRequest) => string | undefined;
}

/** Shows what waits on this device, and what became of it. */
export class OutgoingStrip {
  readonly #live: ViewOf;
  readonly #outgoing: Outgoing;

  constructor(host: ReactiveControllerHost, live: ViewOf) {
    this.#live = live;
    this.#outgoing = new Outgoing(host, live);
  }

  show(
    items: readonly Pick<Item, 'id' | 'title'>[],
    { words, sources, acts }: Pick<OutgoingOptions, 'words' | 'acts'> & { readonly sources: Sources },
  ): TemplateResult {
    const outbox = this.#live()?.outbox;
    const { commands } = this.#outgoing;
    const titleOf = ({ input }: CommandRequest): string | undefined => {
      const { of, task } = input as JsonObject;
      return items.find(({ id }) => id === of || id === task)?.title;
    };
    const { now, link } = sources;
    return outgoingLines({ words, now, stale: link.state !== 'live', acts, commands, outbox, titleOf });
  }
}

/** How many Commands wait on this device and since when, that they have arrived, and by name each that the host refused. */
function outgoingLines(options: OutgoingOptions): TemplateResult {
  const { commands, words, stale, acts } = options;
  const say = sayOf(outgoingSentences, words.lang);
  const of = (fate: WaitingCommand['fate']): readonly WaitingCommand[] => commands.filter((each) => each.fate === fate);
  const [waits, sent, refused] = [of('waits'), of('sent'), of('refused')];
  const told = [
    waits.length > 0 ? waiting(waits, options, say) : stale && acts ? say('none') : '',
    sent.length > 0 ? say('sent', { n: sent.length }) : '',
  ].filter((text) => text !== '');
  return html`<div class="outgoing" role="status">
      ${told.map((text) => html`<p class="strip offline">${text}</p>`)}
    </div>
    ${refused.map((each) => refusal(each, options, say))}`;
}

function waiting(
  waits: readonly WaitingCommand[],
  { words, now, stale }: OutgoingOptions,
  say: Say<OutgoingKey>,
): string {
  const n = waits.length;
  if (!stale) return say('sending', { n });
  const [first] = waits.flatMap(({ since }) => since ?? []);
  return first === undefined ? say('waits.nowhen', { n }) : say('waits', { n, time: words.clock(first, now) });
}

function refusal(
  { command, since, code = 'refused' }: WaitingCommand,
  { words, now, titleOf, outbox }: OutgoingOptions,
  say: Say<OutgoingKey>,
): TemplateResult {
  const known = (key: string, other: OutgoingKey): string =>
    say(Object.hasOwn(outgoingSentences.zh, key) ? (key as OutgoingKey) : other);
  const what = [
    known(`what.${command.name}`, 'what.other'),
    titleOf(command),
    since && say('when', { time: words.clock(since, now) }),
  ].filter(Boolean);
  const cause = known(`cause.${code}`, 'cause.other');
  return html`<p class="strip failed" role="alert">
    ${say('refused', { what: what.join(words.say('comma')), cause, code })}
    <button @click=${() => outbox?.seen(command.id)}>${say('seen')}</button>
  </p>`;
}
