import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { View } from '@yingji/core';
import type { Norm } from '@yingji/core/supplies';
import { box } from '../frame/box.js';
import { frameOf, type Frame, type Sources } from '../frame/frame.js';
import { heard } from '../frame/keys.js';
import { standIn, strips } from '../frame/notices.js';
import { whyReadOnly, type WhyReadOnly } from '../frame/read-only.js';
import type { OwnColumn } from '../frame/own-column.js';
import { nativeOf } from '../frame/native.js';
import { ownWords, sayOf } from '../frame/own-words.js';
import { WallFit } from '../frame/wall-fit.js';
import { KeepFocus } from '../controllers/keep-focus.js';
import { Sender } from '../controllers/sender.js';
import { Speaker } from '../controllers/speaker.js';
import { langOf } from '../controllers/surroundings.js';
import { YjElement } from '../frame/element.js';
import { wordsFor } from '../i18n/words.js';
import { Desk } from './desk.js';
import { actButtons, opening, scanBar } from './desk-view.js';
import { tallyOf, type Entry, type SupplyLine, type Transit } from './entry.js';
import { header } from './header.js';
import { YjMovementRecorded, YjMovementRequested, type Movement } from './events.js';
import { ownKey } from './keys.js';
import { needsOf } from './need.js';
import { emptyNotice } from './notices.js';
import { newlyBelow } from './news.js';
import { shortage, type ShortageOptions } from './shortage.js';
import type { Books } from './sheet-rows.js';
import type { Speech } from './speech.js';
import { Supplies, type Asked } from './supplies.js';
import { supplyPanelStyles } from './supply-panel.styles.js';
import { table } from './table.js';
import { transitList } from './transits.js';
import { SENTENCES, type SaySupplies } from './words.js';

/**
 * 应急物资: what is below its minimum, expired or expiring, in transit, lent, or not counted for long, and what is missing for
 * the active warning; 入库 领用 归还 调拨 盘点 by keyboard or scanner.
 *
 * @summary The ledger of supplies, what it lacks, and what is done with it.
 * @slot title - In place of the title.
 * @slot actions - Buttons of the page, before those of the panel.
 * @slot empty - In place of the sentence that no supplies are in the ledger.
 * @slot footer - Below the ledger.
 * @event yj-movement-requested - Somebody is about to record `input`; cancelled, nothing is sent.
 * @event yj-movement-recorded - The store has `input`, as the movements `ids`.
 * @csspart header title counts freshness actions shortage table cell meter form chip empty stale failed
 * @cssproperty --yj-font --yj-scale --yj-radius --yj-space --yj-accent --yj-on-accent --yj-canvas --yj-surface --yj-sunken
 * --yj-line --yj-control --yj-text --yj-text-2 --yj-text-3 --yj-focus
 */
export class YjSupplyPanel extends YjElement {
  /** Of its shadow root alone. */
  static override styles = supplyPanelStyles;

  /** Nobody records here. */
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;
  /** Id of a facility, or a division code or the beginning of one; empty: all that the view shows. */
  @property() place = '';
  /** How many people the supplies must last for; the city's own number. */
  @property({ type: Number }) persons: number | undefined;
  /** How many days they must last. */
  @property({ type: Number }) days: number | undefined;
  /** What a person needs of each item; the city's own numbers. */
  @property({ attribute: false }) norms: readonly Norm[] = [];
  /** What expires within so many days is expiring (临期). */
  @property({ type: Number, attribute: 'expiring-days' }) expiringDays = 30;
  /** A count older than so many days is an old one. */
  @property({ type: Number, attribute: 'count-days' }) countDays = 30;

  /** Columns of the page's own, after those of the ledger. */
  @property({ attribute: false }) columns: readonly OwnColumn<SupplyLine>[] = [];

  protected override readonly spoken = [SENTENCES];

  readonly #speaker = new Speaker(this, this.claimsOf);
  readonly #supplies = new Supplies(this, this.viewOf);
  readonly #recorder = new Sender<Movement>(this, {
    view: this.viewOf,
    requested: ({ input }) => new YjMovementRequested(input),
    recorded: ({ input }, ids) => new YjMovementRecorded(input, ids),
  });
  readonly #desk = new Desk(this, {
    recorder: this.#recorder,
    entries: () => this.#entries,
    lots: () => this.#supplies.lots({ ...this.#asked, place: '' }),
    books: () => this.#books,
    mayAct: () => this.#mayAct,
    adopt: (...styles) => styles.forEach((each) => this.wear(each)),
  });
  protected readonly focusKept = new KeepFocus(this, () =>
    (this.renderRoot.querySelector<HTMLElement>('.sheet [name], .name[tabindex="0"]') ?? this.box).focus(),
  );

  /** As it was said last. */
  #say!: SaySupplies;
  #entries: readonly Entry[] = [];
  #below: ReadonlySet<string> | undefined;
  #readFrom: View | undefined;
  readonly #fit = new WallFit();

  get #asked(): Asked {
    const place = this.place.startsWith('place/') ? (this.place.split('/').at(-1) ?? '') : this.place;
    return { place, expiringDays: this.expiringDays, countDays: this.countDays };
  }

  get #books(): Books | undefined {
    const { now, facilities } = this.#supplies;
    const asked = this.#asked;
    const transits = this.#supplies.transits(asked, this.#supplies.lots(asked));
    return now && { entries: this.#entries, facilities, now, transits };
  }

  get #whyReadOnly(): WhyReadOnly | undefined {
    return whyReadOnly(this.#supplies.sources, { byPage: this.readOnly, refused: this.#recorder.readOnly });
  }

  get #mayAct(): boolean {
    return this.#whyReadOnly === undefined && this.around.density !== 'wall';
  }

  /** What is known to be used up is not lent. */
  readonly #isLent = ({ item, lent }: Entry): boolean =>
    lent > 0 && !this.norms.some((norm) => norm.item === item && 'perPersonDay' in norm);

  readonly #facilityName = (id: string): string =>
    this.#supplies.facilityName(id) ?? this.#say('place.unnamed', { code: nativeOf(id) });

  protected override render(): TemplateResult {
    const view = this.viewOf();
    if (view !== this.#readFrom) {
      this.#readFrom = view;
      this.#below = undefined;
      this.#desk.forget();
      this.#recorder.forget();
    }
    const words = wordsFor(langOf(this));
    const say = (this.#say = sayOf(SENTENCES, words.lang));
    const now = this.#supplies.now;
    this.#entries = this.#supplies.ready && now !== undefined ? this.#supplies.entries(this.#asked, now) : [];
    this.#desk.settle(this.#entries);
    const { sources } = this.#supplies;
    const frame = frameOf({
      ...{ hasView: view !== undefined, ready: this.#supplies.ready && now !== undefined, sources },
      ...{ total: this.#entries.length, shown: this.#entries.length },
    });
    if (frame.show !== 'loading') this.waiting.stop();
    const notice = {
      ...{ frame, sources, words, say, onRetry: this.retry, acts: this.#mayAct },
      waitedS: frame.show === 'loading' ? this.waiting.seconds() : 0,
    };
    const { around, large } = this;
    const { density } = around;
    const transits =
      frame.show === 'content' ? this.#supplies.transits(this.#asked, this.#supplies.lots(this.#asked)) : [];
    const real = this.#entries.filter(isReal);
    const mayAct = frame.show === 'content' && this.#mayAct && this.#entries.length > 0;
    return box(
      html`${header({
          ...{ words, say, frame, sources },
          tally: tallyOf(real, this.#isLent),
          ...{ real: real.length, drills: this.#entries.length - real.length },
          transits: transits.filter(isReal).length,
          placeName: this.#supplies.facilityName(this.place) ?? nativeOf(this.place),
          readOnly: density === 'wall' ? undefined : this.#whyReadOnly,
          actions: mayAct && density !== 'phone' ? actButtons(this.#desk, say) : nothing,
        })}
        ${strips(notice)}
        ${frame.show === 'content' && now !== undefined ? this.#content({ words, say, now }, { frame, sources, transits }) : standIn({ ...notice, words: ownWords(words, SENTENCES) })}
        <slot name="footer"></slot>
        ${mayAct ? this.#sheet({ words, say, now: now! }) : nothing}`,
      { around, large, words, label: say('title'), speaker: this.#speaker, onKeydown: this.#keydown },
    );
  }

  #content(
    speech: Speech,
    {
      frame,
      sources,
      transits,
    }: {
      readonly frame: Frame & { show: 'content' };
      readonly sources: Sources;
      readonly transits: readonly Transit[];
    },
  ): TemplateResult {
    const { say } = speech;
    const wall = this.around.density === 'wall';
    const drills = this.#entries.filter((entry) => !isReal(entry));
    const below = drills.filter(({ lacking }) => lacking > 0).length;
    const shown = wall ? this.#entries.slice(0, this.#fit.lines) : this.#entries;
    return html`${this.#shortage(speech, { stopped: frame.stale ? 'all' : frame.partial ? 'some' : undefined, transits })}
      ${drills.length > 0 ? html`<p class="strip drill"><b>${say(below > 0 ? 'drill.below' : 'drill', { n: drills.length, m: below })}</b></p>` : nothing}
      ${this.#mayAct && this.#entries.length > 0 ? scanBar(this.#desk, { ...speech, facilityName: this.#facilityName, onCamera: this.#look }) : nothing}
      ${
        frame.empty
          ? emptyNotice(frame.empty, { ...speech, sources })
          : table({
              ...speech,
              entries: shown,
              more: this.#entries.slice(shown.length),
              current: this.#desk.current,
              opened: wall ? undefined : this.#desk.opened,
              lots: this.#desk.lots,
              facilityName: this.#facilityName,
              isLent: this.#isLent,
              columns: this.columns,
              onOpen: (entry) => this.#desk.open(entry),
            })
      }
      ${transitList({
        ...speech,
        transits,
        facilityName: this.#facilityName,
        onArrive: this.#mayAct ? (leg) => this.#desk.arrive(leg) : undefined,
      })}
      <p class="sign">${say('print.sign')}</p>`;
  }

  #shortage(
    speech: Speech,
    { stopped, transits }: Pick<ShortageOptions, 'stopped'> & { readonly transits: readonly Transit[] },
  ): TemplateResult | typeof nothing {
    const warning = this.#supplies.warning(this.#asked);
    if (!warning) return nothing;
    const { persons, days, norms, place } = this;
    const lots = this.#supplies.lots(this.#asked);
    const here = new Set(lots.map(({ facility }) => facility));
    const isSet = persons !== undefined && days !== undefined && persons > 0 && days > 0 && norms.length > 0;
    const inbound = transits.filter(({ to }) => place === '' || (to !== undefined && here.has(to)));
    const needs = isSet ? needsOf({ demand: { persons, days, norms }, lots, inbound, now: speech.now }) : undefined;
    return shortage({
      ...speech,
      ...{ warning, needs, stopped, stale: this.#supplies.stale, persons: persons ?? 0, days: days ?? 0 },
      unjudged: lots.some(({ quantity, exercise }) => quantity === undefined && exercise === undefined),
    });
  }

  #sheet(speech: Speech): TemplateResult | typeof nothing {
    const desk = this.#desk;
    const { sheet, filling, importing, camera } = desk;
    if (sheet === undefined)
      return this.around.density === 'phone'
        ? html`<div class="acts-bar">${actButtons(desk, speech.say)}</div>`
        : nothing;
    const onClose = (): void => desk.close();
    if (sheet === 'file') return importing.part?.view(speech, onClose) ?? opening(desk, speech, importing.failed);
    if (sheet === 'camera') return camera.part?.view(speech, onClose) ?? opening(desk, speech, camera.failed);
    const { part } = filling;
    if (!part) return opening(desk, speech, filling.failed);
    if (sheet === 'keys') return part.keys(speech, onClose);
    return (
      part.view({ ...speech, onClose, facilities: this.#supplies.facilities, onSend: () => void desk.send() }) ??
      nothing
    );
  }

  /** Pressed again it closes. */
  readonly #look = (): void =>
    this.#desk.sheet === 'camera' ? this.#desk.close() : this.#desk.look(() => this.renderRoot.querySelector('video'));

  readonly #keydown = (event: KeyboardEvent): void => {
    const key = this.around.density === 'wall' ? undefined : heard(event, ownKey);
    if (!key) return;
    event.preventDefault();
    const desk = this.#desk;
    const { asked, line } = key;
    if (line !== undefined) desk.current = line;
    if (asked.does === 'own') desk.act(asked.what, line !== undefined);
    else if (asked.does === 'move') desk.move(asked.to);
    else if (asked.does === 'keys') desk.toggle('keys');
    else if (asked.does === 'close') desk.close();
    else this.renderRoot.querySelector<HTMLElement>('.scan input')?.focus();
  };

  protected override updated(): void {
    const { focusOn } = this.#desk;
    this.#desk.focusOn = undefined;
    if (focusOn !== undefined) this.renderRoot.querySelector<HTMLElement>(focusOn)?.focus();
    const { box } = this;
    const isTooLong = box.scrollHeight > box.clientHeight + 1;
    if (this.around.density !== 'wall') box.toggleAttribute('data-scrolls', isTooLong);
    else if (this.#fit.look(box, { total: this.#entries.length, list: '.ledger, .more', isTooLong }))
      this.requestUpdate();
    this.#hear();
  }

  /** Tells what has fallen below its minimum since the last look; the first look tells nothing, it is shown. */
  #hear(): void {
    // Of the past nothing is news.
    if (!this.#supplies.ready || this.#supplies.sources.readOnly === 'past') return;
    const { below, fresh } = newlyBelow(this.#entries, this.#below);
    this.#below = below;
    const say = this.#say;
    for (const { name, lacking, unit } of fresh)
      this.#speaker.say(`below ${name}`, () => say('news.below', { name, n: `${lacking} ${unit}` }));
  }
}

const isReal = ({ exercise }: { readonly exercise: string | undefined }): boolean => exercise === undefined;

declare global {
  interface HTMLElementTagNameMap {
    'yj-supply-panel': YjSupplyPanel;
  }
}
