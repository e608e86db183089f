import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { EntityId, JsonObject, Outbox, WaitingCommand } from '@yingji/core';
import type { Claims } from '../context/claims.js';
import type { ViewOf } from '../controllers/observe.js';
import { Outgoing } from '../controllers/outgoing.js';
import type { Sources } from '../frame/frame.js';
import { sayOf, type Say } from '../frame/own-words.js';
import type { Words } from '../i18n/words.js';
import { outgoingSentences, type OutgoingKey } from './words.js';

/** The view whose Commands wait, and who decides which of several elements tells of them aloud. */
export interface OutgoingFrom {
  readonly live: ViewOf;
  readonly claims: () => Claims;
}

interface OutgoingOptions {
  readonly words: Words;
  readonly sources: Pick<Sources, 'now' | 'link'>;
  /** Something can be done here. */
  readonly acts: boolean;
  /** What a Command is about, where it is in the picture. */
  readonly titleOf: (id: EntityId) => string | undefined;
}

/** Shows what waits on this device, and what became of it. Every element shows it, and one of a page tells it aloud. */
export class OutgoingStrip {
  readonly #from: OutgoingFrom;
  readonly #outgoing: Outgoing;
  /** What is told aloud here. */
  readonly #mine = new Set<string>();

  constructor(host: ReactiveControllerHost, from: OutgoingFrom) {
    this.#from = from;
    this.#outgoing = new Outgoing(host, from.live);
  }

  /** How many Commands wait on this device and since when, that they have arrived, and by name each that the host refused. */
  show(options: OutgoingOptions): TemplateResult {
    const { words, sources, acts } = options;
    const say = sayOf(outgoingSentences, words.lang);
    const of = (fate: WaitingCommand['fate']): readonly WaitingCommand[] =>
      this.#outgoing.commands.filter((each) => each.fate === fate);
    const [waits, sent, refused] = [of('waits'), of('sent'), of('refused')];
    const stale = sources.link.state !== 'live';
    const told = [
      waits.length > 0
        ? { text: waiting(waits, options, say), aloud: this.#aloud(`waits ${stale}`, waits) }
        : stale && acts
          ? { text: say('none'), aloud: this.#aloud(`none ${sources.link.since}`) }
          : undefined,
      sent.length > 0 ? { text: say('sent', { n: sent.length }), aloud: this.#aloud('sent', sent) } : undefined,
    ].filter((each) => each !== undefined);
    const lines = (aloud: boolean): TemplateResult[] =>
      told.filter((each) => each.aloud === aloud).map(({ text }) => html`<p class="strip offline">${text}</p>`);
    // A region of its own: what comes into one that was there before is read out.
    return html`<div class="outgoing" role="status">${lines(true)}</div>
      <div class="outgoing">${lines(false)}</div>
      ${refused.map((each) => this.#refusal(each, options, say))}`;
  }

  /** Whether this element is the one that tells it: the first to know, and then as long as it is so. */
  #aloud(what: string, about: readonly WaitingCommand[] = []): boolean {
    const key = `outgoing ${what} ${about.map(({ command }) => command.id).join()}`;
    if (!this.#mine.has(key) && this.#from.claims().take(key)) this.#mine.add(key);
    return this.#mine.has(key);
  }

  #refusal(
    refused: WaitingCommand,
    { words, sources, titleOf }: OutgoingOptions,
    say: Say<OutgoingKey>,
  ): TemplateResult {
    const { command, since, code = 'refused' } = refused;
    const known = (key: string, other: OutgoingKey): string =>
      say(Object.hasOwn(outgoingSentences.zh, key) ? (key as OutgoingKey) : other);
    const { of, task } = command.input as JsonObject;
    const what = [
      known(`what.${command.name}`, 'what.other'),
      titleOf((of ?? task) as EntityId),
      since && say('when', { time: words.clock(since, sources.now) }),
    ].filter(Boolean);
    const cause = known(`cause.${code}`, 'cause.other');
    return html`<p class="strip failed" role=${this.#aloud('refused', [refused]) ? 'alert' : nothing}>
      ${say('refused', { what: what.join(words.say('comma')), cause, code })}
      <button @click=${() => this.#outbox?.seen(command.id)}>${say('seen')}</button>
    </p>`;
  }

  get #outbox(): Outbox | undefined {
    return this.#from.live()?.outbox;
  }
}

function waiting(
  waits: readonly WaitingCommand[],
  { words, sources: { now, link } }: OutgoingOptions,
  say: Say<OutgoingKey>,
): string {
  const n = waits.length;
  if (link.state === 'live') return say('sending', { n });
  const [first] = waits.flatMap(({ since }) => since ?? []);
  return first === undefined ? say('waits.nowhen', { n }) : say('waits', { n, time: words.clock(first, now) });
}
