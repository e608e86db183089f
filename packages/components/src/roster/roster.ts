import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Instant, View } from '@yingji/core';
import type { BriefingRule } from '@yingji/core/people';
import { KeepFocus } from '../controllers/keep-focus.js';
import { Speaker } from '../controllers/speaker.js';
import { langOf } from '../controllers/surroundings.js';
import { box } from '../frame/box.js';
import { YjElement } from '../frame/element.js';
import { frameOf, type Frame } from '../frame/frame.js';
import { standIn, strips } from '../frame/notices.js';
import { heard, moved, type Move, type Pressed } from '../frame/keys.js';
import { whyReadOnly, type WhyReadOnly } from '../frame/read-only.js';
import type { OwnColumn } from '../frame/own-column.js';
import { ownWords, sayOf } from '../frame/own-words.js';
import { WallFit } from '../frame/wall-fit.js';
import { fromBeijing } from '../i18n/time.js';
import { wordsFor } from '../i18n/words.js';
import { isPost } from './calls.js';
import { Desk } from './desk.js';
import { isLacking, tallyOf, type DutyShown } from './duty.js';
import type { FormAct } from './form.js';
import type { Cover } from './gaps.js';
import { bar, header, type Counts } from './header.js';
import { ownKey, type OwnKey } from './keys.js';
import { listOf, type Listed } from './listed.js';
import type { Mode } from './mode.js';
import { askingOf, fresh, type Asking } from './news.js';
import { People, type Asked } from './people.js';
import { rosterStyles } from './roster.styles.js';
import type { RowView } from './rows.js';
import { nameOf, postName, type Speech } from './speech.js';
import { LINE, table } from './table.js';
import { Windowed } from './windowed.js';
import { SENTENCES, type SayRoster } from './words.js';

/**
 * 值班: who is on duty where, with which skills, at an instant; which grids are not covered; who was called, by name, and who has not
 * answered; 签到 签退 交接班 and 叫应 by keyboard; numbers masked until somebody asks for one, and says why.
 *
 * @summary Who is on duty, what is not covered, and who was reached.
 * @slot title - In place of the title.
 * @slot actions - Buttons of the page.
 * @slot empty - In place of the sentence that there is nothing.
 * @slot footer - Below the table.
 * @event yj-duty-requested - Somebody is about to do `act`; cancelled, nothing is sent.
 * @event yj-duty-recorded - The store has `act`, as `ids`; of a reveal, the audit has it. No number is in it.
 * @csspart header title counts freshness actions list table row cell chip contact form empty stale failed
 * @cssproperty --yj-font --yj-scale --yj-radius --yj-space --yj-accent --yj-on-accent --yj-canvas --yj-surface --yj-sunken
 * --yj-line --yj-control --yj-text --yj-text-2 --yj-text-3 --yj-focus
 */
export class YjRoster extends YjElement {
  /** Of its shadow root alone. */
  static override styles = rosterStyles;

  /** Nobody acts here. */
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;
  /** Id of a place, or a division code or the beginning of one; empty: all that the view shows. */
  @property() place = '';
  /** The instant that is shown, RFC 3339 with an offset; empty: now. */
  @property() at = '';
  /** What must be covered; without a `place`, in every grid. The city's own numbers. */
  @property({ attribute: false }) cover: readonly Cover[] = [];
  /** By when the level above is told (首报 …), by which a hand-over says which briefings are owed. The city's own. */
  @property({ attribute: false }) briefingRules: readonly BriefingRule[] = [];
  /** The city's own names of skills, by their codes. */
  @property({ attribute: false }) skillNames: { readonly [skill: string]: string } = {};

  /** Columns of the page's own, beside who is on duty. */
  @property({ attribute: false }) columns: readonly OwnColumn<DutyShown>[] = [];

  protected override readonly spoken = [SENTENCES];

  readonly #speaker = new Speaker(this, this.claimsOf);
  readonly #people = new People(this, this.viewOf, () => this.#asked);
  readonly #windowed: Windowed = new Windowed(this, (): HTMLElement | null => this.renderRoot.querySelector('.rows'));
  readonly #desk: Desk = new Desk(this, {
    view: this.viewOf,
    mayAct: (): boolean => this.#mayAct,
    row: (key) => this.listed?.find(key),
    people: this.#people,
    lines: () => this.listed?.lines ?? [],
    briefingRules: () => this.briefingRules,
  });
  protected readonly focusKept = new KeepFocus(this, () =>
    (this.renderRoot.querySelector<HTMLElement>(`.sheet [name], .sheet, ${LINE}`) ?? this.box).focus(),
  );

  /** What the table shows. */
  protected listed: Listed | undefined;
  #asking: Asking | undefined;
  #readFrom: View | undefined;
  readonly #fit = new WallFit();

  get #then(): Instant | undefined {
    return Number.isNaN(Date.parse(this.at)) ? undefined : (new Date(this.at).toISOString() as Instant);
  }

  get #asked(): Asked {
    return { place: this.place, at: this.#then, cover: this.cover };
  }

  get #whyReadOnly(): WhyReadOnly | undefined {
    return whyReadOnly(this.#people.sources, { byPage: this.readOnly, refused: this.#desk.hand?.sender.readOnly });
  }

  get #mayAct(): boolean {
    return this.#whyReadOnly === undefined && this.around.density !== 'wall';
  }

  protected override render(): TemplateResult {
    const view = this.viewOf();
    if (view !== this.#readFrom) {
      this.#readFrom = view;
      this.#asking = undefined;
      this.#desk.forget();
    }
    const words = wordsFor(langOf(this));
    const say = sayOf(SENTENCES, words.lang);
    const people = this.#people;
    const { sources } = people;
    const at = people.asOf(this.#asked, sources);
    const now = people.now;
    const ready = people.ready && at !== undefined && now !== undefined;
    const { skillNames } = this;
    const speech: Speech | undefined = ready
      ? { words, say, at, now, people, skillNames, isOld: sources.link.state !== 'live' }
      : undefined;
    const desk = this.#desk;
    this.listed =
      speech &&
      listOf({
        speech,
        asked: this.#asked,
        mode: desk.mode,
        columns: this.columns,
        ways: desk.ways.part,
        text: desk.text,
        isNow: this.#isNow,
      });
    const total = this.listed?.all ?? 0;
    const frame = frameOf({ hasView: view !== undefined, ready, sources, total, shown: this.listed?.total ?? 0 });
    if (frame.show !== 'loading') this.waiting.stop();
    const notice = {
      ...{ frame, sources, words: ownWords(words, SENTENCES), onRetry: this.retry, acts: this.#mayAct },
      waitedS: frame.show === 'loading' ? this.waiting.seconds() : 0,
    };
    const { around, large } = this;
    const isWall = around.density === 'wall';
    const then = this.#then;
    return box(
      html`${header({
          ...{ words, say, frame, sources, then },
          counts: speech ? this.#counts(speech) : NO_COUNTS,
          placeName: this.place === '' ? '' : people.placeName(this.place),
          readOnly: isWall ? undefined : this.#whyReadOnly,
        })}
        ${strips(notice)}
        ${
          speech && frame.show === 'content'
            ? html`${
                isWall
                  ? nothing
                  : bar({
                      ...{
                        desk,
                        words,
                        say,
                        then,
                        now,
                        onMode: this.#mode,
                        onText: this.#find,
                        onFound: this.#toLine,
                        onAt: this.#at,
                      },
                      onCallUp: this.#mayCallUp ? this.#callUp : undefined,
                    })
              }
              ${this.#content(speech, frame)}`
            : standIn(notice)
        }
        <slot name="footer"></slot>
        ${speech && frame.show === 'content' ? (desk.hand?.render(speech) ?? nothing) : nothing}`,
      { around, large, words, label: say('title'), speaker: this.#speaker, onKeydown: this.#keydown },
    );
  }

  /** Not of another instant, of which nobody signs. */
  get #isNow(): boolean {
    return this.#then === undefined;
  }

  #counts({ at }: Speech): Counts {
    const people = this.#people;
    const posts = people.calls().filter(isPost).filter(isReal);
    const chains = (...states: readonly unknown[]): number =>
      posts.filter(({ chain }) => states.includes(chain)).length;
    return {
      ...tallyOf(people.duty(this.#asked, at).filter(isReal)),
      gaps: people.gaps(this.#asked, at).filter(({ open }) => open.length > 0).length,
      waiting: chains('waiting'),
      vain: chains('next', 'exhausted', 'unknown', undefined),
    };
  }

  #content(speech: Speech, frame: Frame & { show: 'content' }): TemplateResult {
    const { say, words, at, now } = speech;
    const desk = this.#desk;
    const listed = this.listed!;
    const wall = this.around.density === 'wall';
    const total = wall ? Math.min(listed.total, this.#fit.lines) : listed.total;
    const slice = this.#windowed.of(total);
    const drawn = (at: number): boolean => at >= slice.from && at < slice.to;
    let index = desk.current === undefined ? (desk.place = 0) : listed.indexOf(desk.current);
    // Who is gone, or stands far from where they stood, leaves the place to whoever stands there now.
    if (index < 0 || (index !== desk.place && !drawn(index))) index = Math.min(desk.place, Math.max(0, total - 1));
    desk.current = listed.keyAt((desk.place = index));
    // The tab stop stays on a line that is drawn.
    const stop = drawn(index) ? desk.current : listed.keyAt(slice.from);
    const left = listed.total - (wall ? total : this.#windowed.left(total));
    const drills = tallyOf(this.#people.duty(this.#asked, at).filter((line) => !isReal(line)));
    return html`${drills.due > 0 ? html`<p class="strip drill"><b>${say(drills.lacking > 0 ? 'drill.lacking' : 'drill', { n: drills.due, m: drills.lacking })}</b></p>` : nothing}
    ${this.#people.isUnnamed ? html`<p class="strip unjudged" role="status"><b>?</b> ${say('unnamed.strip')}</p>` : nothing}
    ${desk.mode === 'gaps' && this.cover.length === 0 ? html`<p class="strip">${say('gap.unset')}</p>` : nothing}
    ${
      listed.total === 0
        ? this.#empty(speech, frame)
        : html`<div data-mode=${desk.mode} class="listing">
            ${table({
              ...{ say, words, at, now, total, slice },
              label: say('table.label', { mode: say(`mode.${desk.mode}`), n: listed.total }),
              ...{ heads: listed.heads, columns: listed.columns },
              rowAt: listed.rowAt,
              current: stop,
              mayAct: this.#mayAct && desk.mode !== 'people',
              onScroll: this.#windowed.scrolled,
              onOpen: (row) => this.#open(row.key),
              onAct: (row, act) => this.#act(row, act, desk.standing.hasJustMoved(row.key)),
              standing: desk.standing,
            })}
          </div>`
    }
    ${left > 0 ? html`<p class="more">${this.#more(left, total, say)}</p>` : nothing}`;
  }

  #more(left: number, total: number, say: SayRoster): string {
    const rest = this.listed?.lines.slice(total) ?? [];
    const m = rest.filter((line) => 'state' in line && isLacking(line) && isReal(line)).length;
    return m > 0 ? say('more.lacking', { n: left, m }) : say('more', { n: left });
  }

  /** Why there is nothing to see. That there is nothing is said only when it is known. */
  #empty({ say, words, at, now }: Speech, frame: Frame & { show: 'content' }): TemplateResult | typeof nothing {
    const { all, mode } = this.listed!;
    const text = this.#desk.text;
    if (all > 0)
      return html`<p class="empty" part="empty">
        ${say('empty.filter', { text, n: all })}
        <button @click=${() => this.#find('')}>${say('empty.clear')}</button>
      </p>`;
    // The strip above says that the data stopped; what that leaves of nothing is nothing known.
    if (frame.stale) return nothing;
    const isKnown = frame.empty === 'empty' && !this.#people.isUnnamed;
    const time = this.#people.sources.readOnly === 'past' ? words.date(at) : words.clock(at, now);
    if (!isKnown) return html`<p class="empty" part="empty">${say('empty.unsure')}</p>`;
    const told = mode === 'duty' ? say('empty', { time }) : say(`empty.${mode}`, { time });
    return html`<p class="empty" part="empty"><slot name="empty">${told}</slot></p>`;
  }

  /** A person is opened; a grid leads to the shifts at its place. */
  #open(key: string): void {
    const row = this.listed?.find(key);
    if (!row) return;
    this.#desk.current = key;
    if (this.#desk.mode === 'gaps') {
      this.#desk.text = row.label;
      this.#mode('duty');
    } else if (row.subject) this.#desk.take((hand) => hand.openCard(row));
  }

  readonly #mode = (mode: Mode): void => {
    this.#windowed.forget();
    this.#desk.look(mode);
  };

  /** 一键叫应 calls those who are listed, now. */
  readonly #callUp = (): void => {
    if (this.#mayCallUp) this.#desk.take((hand) => hand.callUp());
  };

  get #mayCallUp(): boolean {
    return this.#mayAct && this.#isNow && this.#desk.mode !== 'gaps';
  }

  readonly #find = (text: string): void => {
    this.#desk.text = text;
    this.#desk.current = undefined;
    this.#desk.standing.forget();
    this.#windowed.forget();
    this.requestUpdate();
  };

  /** In Beijing time; nothing: now. What is no time changes nothing, and is said. */
  readonly #at = (text: string): void => {
    const now = this.#people.now;
    const at = text.trim() === '' || now === undefined ? '' : fromBeijing(text, now);
    this.#desk.close();
    this.#desk.wrongTime = at === undefined;
    if (at === undefined) this.#desk.said = ({ say }) => say('at.wrong');
    else this.at = at;
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    const key = this.around.density === 'wall' ? undefined : heard(event, ownKey);
    if (!key) return;
    event.preventDefault();
    if (key.line !== undefined) this.#desk.current = key.line;
    this.#do(key.asked);
  };

  #do(asked: Pressed<OwnKey>): void {
    const desk = this.#desk;
    if (asked.does === 'move') return this.#move(asked.to);
    if (asked.does === 'keys') return desk.take((hand) => hand.toggleKeys());
    if (asked.does === 'close') return desk.close(LINE);
    if (asked.does !== 'own') return this.renderRoot.querySelector<HTMLElement>('.find')?.focus();
    if ('mode' in asked.what) return this.#mode(asked.what.mode);
    if ('callsAll' in asked.what) return this.#callUp();
    const row = desk.hand?.sheet === 'card' ? desk.hand.card : this.listed?.find(desk.current ?? '');
    const { act } = asked.what;
    const wanted = act === 'sign' ? row?.acts.find((each) => each === 'sign-in' || each === 'sign-out') : act;
    if (row && wanted && this.#mayAct) this.#act(row, wanted, this.focusKept.hasJustMoved);
  }

  /** Nothing is recorded of a line that has just come under the pointer or the focus. */
  #act(row: RowView, act: FormAct, hasJustMoved: boolean): void {
    this.#desk.current = row.key;
    if (hasJustMoved) this.#desk.justMoved();
    else this.#desk.take((hand) => hand.act(row, act));
  }

  readonly #toLine = (): void => {
    this.#desk.focusOn = LINE;
    this.requestUpdate();
  };

  #move(to: Move): void {
    const listed = this.listed!;
    const next = moved(to, listed.indexOf(this.#desk.current ?? ''), listed.total);
    this.#desk.current = listed.keyAt((this.#desk.place = next));
    this.#windowed.bringIn(next);
    this.#toLine();
  }

  protected override updated(): void {
    const { focusOn } = this.#desk;
    this.#desk.focusOn = undefined;
    if (focusOn !== undefined) this.renderRoot.querySelector<HTMLElement>(focusOn)?.focus();
    const rows = this.around.density === 'wall' ? this.renderRoot.querySelector('.rows') : null;
    const isTooLong = rows !== null && rows.scrollHeight > rows.clientHeight + 1;
    const total = this.listed?.total ?? 0;
    if (rows && this.#fit.look(this.box, { total, list: '.listing, .more', isTooLong })) this.requestUpdate();
    this.#desk.standing.drawn();
    this.#hear();
  }

  /** Tells what asks for somebody since the last look; the first look tells nothing, it is shown. */
  #hear(): void {
    const speech = this.listed?.speech;
    // Of the past nothing is news.
    if (!speech || !this.#isNow || this.#people.sources.readOnly === 'past') return;
    const before = this.#asking;
    const asking = (this.#asking = askingOf(this.#people.duty(this.#asked, speech.at), this.#people.calls()));
    if (!before) return;
    const { say } = speech;
    for (const { role, place, key } of fresh(asking.absent, before.absent))
      this.#speaker.say(`absent ${key}`, () => say('news.absent', { duty: postName(speech, role, place) }));
    for (const { key, person } of fresh(asking.vain, before.vain))
      this.#speaker.cry(`vain ${key}`, say('news.vain', { name: nameOf(speech, person) }));
  }
}

const isReal = ({ exercise }: { readonly exercise: string | undefined }): boolean => exercise === undefined;

const NO_COUNTS: Counts = { due: 0, on: 0, lacking: 0, unknown: 0, over: 0, gaps: 0, waiting: 0, vain: 0 };

declare global {
  interface HTMLElementTagNameMap {
    'yj-roster': YjRoster;
  }
}
