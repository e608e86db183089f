import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { View } from '@yingji/core';
import type { OpenPast } from '../context/past.js';
import { Acknowledge } from '../controllers/acknowledge.js';
import { KeepFocus } from '../controllers/keep-focus.js';
import { OnDemand } from '../controllers/on-demand.js';
import { Speaker } from '../controllers/speaker.js';
import { langOf } from '../controllers/surroundings.js';
import { YjElement } from '../frame/element.js';
import type { BaseStyle, Protocols } from '../map/sync.js';
import type { OwnLayer } from '../map-layers/own-layers.js';
import { readPaint } from '../theme/paint.js';
import { alertMapStyles } from './alert-map.styles.js';
import { Announcer } from './announcer.js';
import { body, type BodyParts } from './body.js';
import { countApart, type Counts } from './counts.js';
import { YjAlarmAcknowledged, YjItemSelected } from './events.js';
import { filteredWords, filterItems } from './filter.js';
import { frameOf, type Frame, type Sources } from '../frame/frame.js';
import { actionBar, filteredStrip, header } from './header.js';
import { Groups, type ListRow } from './groups.js';
import { Hold } from './hold.js';
import type { Item } from './item.js';
import { fetchLegend, legendFrom } from './legend-on-demand.js';
import { MapHost, type MapDatum, type Placed } from './map-host.js';
import { emptyNotice } from '../frame/empty.js';
import { standIn, strips } from '../frame/notices.js';
import { allFiltered, drillStrip, floodStrip } from './notices.js';
import { outgoingStrip } from '../outgoing/strip.js';
import { Picture } from './picture.js';
import { popup } from './popup.js';
import { whyReadOnly, type WhyReadOnly } from '../frame/read-only.js';
import { Registers } from './registers.js';
import { Replay } from './replay.js';
import { RowsThatFit } from './rows-that-fit.js';
import { scaleOf } from './scale.js';
import { side, type Side } from './side.js';
import { Steering } from './steering.js';
import { hiddenGroups } from './tools.js';
import { mapWordsFor, SENTENCES, type MapWords } from './words.js';

/**
 * 态势图: warnings as areas, incidents and alarms as symbols, devices as dots, without tiles or fonts from outside; the same as a list of sentences.
 *
 * @summary Map and list of what is going on, with how old the picture is.
 * @slot title - In place of the title.
 * @slot actions - Buttons of the page, before 图层 and 列表.
 * @slot empty - In place of the sentence that nothing is going on.
 * @slot footer - Below the legend: attribution and 审图号 of a base map.
 * @event yj-item-selected - A thing was chosen; `id` is undefined when nothing is.
 * @event yj-acknowledgement-requested - Something is about to be acknowledged; cancel it to do it elsewhere.
 * @event yj-alarm-acknowledged - The picture shows a confirmation that was sent from here.
 * @event yj-task-requested - A task is about to go on; cancel it to do it elsewhere.
 * @event yj-task-advanced - The store has that a task went on.
 * @event yj-shelving-requested - An incident is about to be set aside or brought back; cancel it to do it elsewhere.
 * @event yj-shelving-recorded - The store has that.
 * @csspart header title counts freshness actions list row chip ack late empty stale failed map legend popup
 * @cssproperty --yj-font --yj-scale --yj-radius --yj-space --yj-accent --yj-on-accent --yj-canvas --yj-surface --yj-sunken
 * --yj-line --yj-control --yj-text --yj-text-2 --yj-text-3 --yj-focus
 */
export class YjAlertMap extends YjElement {
  /** Of its shadow root alone. */
  static override styles = alertMapStyles;

  /** Nobody decides here: no 确认收到. */
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;
  /** Id or division code of the place this map is about: where the camera starts, and its name. */
  @property() place = '';
  /** A base map of the page's own: the address of a MapLibre style, or as a property the style itself. */
  @property({ attribute: 'map-style' }) mapStyle: BaseStyle | undefined;
  /** `gcj02` where the base map is drawn in GCJ-02: all is drawn shifted, and stays WGS 84 everywhere else. Of a name that is none of `wgs84`, `cgcs2000`, `gcj02` no map is drawn. */
  @property({ attribute: 'map-datum' }) mapDatum: MapDatum = 'wgs84';
  /** How a base map's addresses of other schemes are loaded, e.g. `{ pmtiles: new Protocol().tile }`. Set before the map is shown. */
  @property({ attribute: false }) protocols: Protocols = {};
  /** Layers of the page's own, with a switch each. */
  @property({ attribute: false }) ownLayers: readonly OwnLayer[] = [];
  /** Opens the past of a `view` of the page's own, e.g. `({ from }) => city.asOf(from)`; a provider's gateway plays its own. */
  @property({ attribute: false }) past: OpenPast | undefined;
  /** Layers of registers that are on to begin with: `controls responses risks facilities teams cameras`, parted by spaces. */
  @property() layers = 'controls responses';

  protected override readonly spoken = [SENTENCES];

  readonly #hold = new Hold(this);
  readonly #speaker = new Speaker(this, this.claimsOf);
  readonly #announcer = new Announcer(this.#speaker);
  readonly #groups = new Groups(this);
  readonly #replay: Replay = new Replay(this, {
    live: this.viewOf,
    open: () => this.past ?? (this.view ? undefined : this.source?.past),
    beside: () => (this.view ? undefined : this.source?.beside),
    speaker: this.#speaker,
    words: () => this.#words,
    shown: () => this.#picture,
  });
  /** What is shown: the past while somebody looks at it. */
  readonly #shownView = (): View | undefined => this.#replay.view ?? this.viewOf();
  readonly #acknowledge = new Acknowledge(this, this.#shownView);
  readonly #outgoing = outgoingStrip(this, this.viewOf, this.claimsOf);
  readonly #map = new MapHost(this, {
    onPress: (id, pressed) => this.#steering.press(id, pressed),
    onMove: () => this.#placePopup(),
    onRest: () => this.#steering.rest(),
    onTaken: () => this.#steering.taken(),
    onShift: () => this.#picture.devicesAgain(),
  });
  readonly #registers: Registers = new Registers(this, {
    view: this.#shownView,
    stamp: () => `${this.#picture.placesVersion} ${this.#picture.staleVersion}`,
    context: () => ({ ...this.#context, stale: this.#picture.stale }),
    search: () => this.#steering.filter.text,
    own: () => this.ownLayers,
    roomy: () => this.around.band >= 720,
    sourceName: (source) => this.#picture.sourceName(source, this.#words),
    tasks: {
      ...{ items: () => this.#items, mayDecide: () => this.#mayDecide, speaker: this.#speaker, replay: this.#replay },
    },
    onChosen: (thing) => {
      this.#steering.leave();
      void this.#steering.facts.get();
      if (thing) this.#map.goTo(thing, this.#picture.places, { onlyIfHidden: true });
      this.dispatchEvent(new YjItemSelected(thing?.id));
    },
  });
  readonly #steering: Steering = new Steering(this, {
    map: this.#map,
    registers: this.#registers,
    replay: this.#replay,
    speaker: this.#speaker,
    ...{ view: this.#shownView, shown: () => this.#shown, listed: () => this.#listed },
    groups: this.#groups,
    toggleGroup: ({ id }) => {
      this.#groups.toggle(id);
      // Its members are asked for: they need not wait for a still hand.
      this.#hold.release();
    },
    touched: () => this.#hold.touched(),
    context: () => this.#context,
    listShown: () => this.#listShown,
  });
  protected readonly focusKept = new KeepFocus(this, (lost) => this.#steering.refocus(lost));
  readonly #picture = new Picture(this, this.#shownView, (delta) => this.#map.devices(delta));

  #words!: MapWords;
  #items: readonly Item[] = [];
  #shown: readonly Item[] = [];
  #readFrom: View | undefined;
  #listed: readonly ListRow[] = [];
  #waitingRows: readonly ListRow[] = [];
  readonly #fit = new RowsThatFit();
  readonly #legendPart = new OnDemand(this, () => fetchLegend(this));
  readonly #phone = new OnDemand(this, async () => this.wear((await import('./phone.styles.js')).phoneStyles));

  /** The list stands in for a map that cannot be drawn. */
  get #noMap(): boolean {
    return ['none', 'lost', 'astray'].includes(this.#map.state);
  }

  get #listShown(): boolean {
    const { band, density } = this.around;
    return this.#noMap || (this.#steering.listWanted ?? (band >= 720 || density !== 'desk'));
  }

  protected override render(): TemplateResult {
    const view = this.#shownView();
    const then = this.#replay.player.part;
    if (view !== this.#readFrom) {
      this.#readFrom = view;
      this.#announcer.forget();
    }
    this.#words = mapWordsFor(langOf(this));
    this.#items = this.#picture.ready ? this.#picture.items(this.#words) : [];
    this.#shown = filterItems(this.#items, this.#steering.filter);
    const sources = this.#sources;
    this.#announcer.measure(this.#items, sources.now);
    ({ listed: this.#listed, waiting: this.#waitingRows } = this.#hold.order(this.#rows(sources.now)));
    this.#steering.settle();
    this.#registers.settle();
    const frame = frameOf({
      hasView: view !== undefined,
      ready: this.#picture.ready,
      sources,
      total: this.#items.length,
      shown: this.#shown.length,
    });
    const content = frame.show === 'content';
    const loading = frame.show === 'loading';
    if (!loading) this.waiting.stop();
    const { theme, density, band } = this.around;
    const words = this.#words;
    const acts = this.#mayDecide;
    const waitedS = loading ? this.waiting.seconds() : 0;
    const titleOf = (id: string): string | undefined => this.#items.find((item) => item.id === id)?.title;
    const outgoing = this.#outgoing({ words, sources, acts, titleOf });
    const notices = { frame, sources, words, waitedS, onRetry: this.retry, acts, outgoing };
    const phone = density === 'phone';
    const { room, tasks } = this.#registers;
    // Where there is no room below the map; unless there is no menu to be had.
    const inMenu = phone && !room.failed;
    const { flood, drillFlood } = this.#announcer;
    const [real, drill] = countApart(this.#items);
    const first = {
      ...{ words, frame, sources, real, drills: drill.total },
      late: [tasks.part?.count(), this.#groups.grouping.part?.shelvedCount(this.#items, this.#context)],
      place: this.#picture.nameOf(this.place),
      ...{ density, readOnly: this.#whyReadOnly, steering: this.#steering, replay: this.#replay },
      ...{ listFixed: this.#noMap, listShown: this.#listShown, searchShown: this.#searchShown },
    };
    const parts = { legend: inMenu && (() => this.#legend(real, drill)), acts: phone && actionBar(first) };
    return html`<section
      class="box"
      data-theme=${theme}
      data-density=${density}
      data-band=${band}
      ?data-large=${this.large}
      ?data-replay=${then?.view !== undefined}
      lang=${words.tag}
      aria-label=${words.say('title')}
      tabindex="-1"
      @keydown=${(event: KeyboardEvent) => this.#steering.keydown(event)}
    >
      ${header(first)} ${phone ? nothing : then?.bar()}
      ${content ? [drillStrip(drill, drillFlood, { words, folded: phone }), floodStrip(flood, { words, folded: phone })] : nothing}
      ${strips(notices)}
      ${content && !this.#listShown ? filteredStrip(this.#filteredOut, this.#steering, words) : nothing}
      ${content ? this.#body(frame, sources, parts) : standIn(notices)} ${phone ? then?.bar() : nothing}
      ${content && !inMenu ? this.#legend(real, drill) : nothing}
      <slot name="footer"></slot>
      <p id="map-keys" hidden>${words.say('map.keys')}</p>
      <p class="unseen" role="status" aria-live="polite">${this.#speaker.quiet}</p>
      <p class="unseen" role="alert" aria-live="assertive">${this.#speaker.urgent}</p>
    </section>`;
  }

  #legend(real: Counts, drill: Counts): TemplateResult {
    const { deviceCounts: devices, baseFailed } = this.#map;
    const { missing, room } = this.#registers;
    const silent = this.#sources.link.state !== 'live';
    const told = { counts: real, drill, devices, silent, words: this.#words, baseFailed, missing };
    return legendFrom(this.#legendPart, { ...told, registers: room.part?.legend() ?? [] });
  }

  /** On a phone the field would take the room of a row: it comes when asked for. */
  get #searchShown(): boolean {
    return this.around.density !== 'phone' || this.#steering.searching || this.#steering.filter.text !== '';
  }

  get #filteredOut(): string {
    return filteredWords(this.#items, this.#shown, this.#words);
  }

  get #sources(): Sources {
    const sources = this.#picture.sourcesWith(this.#registers.unjudged);
    return this.#replay.player.part?.sources(sources) ?? sources;
  }

  get #whyReadOnly(): WhyReadOnly | undefined {
    return whyReadOnly(this.#sources, { byPage: this.readOnly, refused: this.#acknowledge.readOnly });
  }

  get #mayDecide(): boolean {
    return !this.#replay.view && this.#whyReadOnly === undefined && this.around.density !== 'wall';
  }

  #body(frame: Frame & { show: 'content' }, sources: Sources, parts: BodyParts): TemplateResult {
    const wall = this.around.density === 'wall';
    return body({
      words: this.#words,
      map: this.#map,
      steering: this.#steering,
      registers: this.#registers,
      replay: this.#replay,
      wall,
      ...{ noMap: this.#noMap, datum: this.mapDatum },
      empty: this.#empty(frame, sources),
      popup: this.#popup(),
      ...parts,
      side: this.#listShown ? this.#side(wall) : undefined,
    });
  }

  #empty({ empty }: Frame & { show: 'content' }, sources: Sources): TemplateResult | typeof nothing {
    if (empty === undefined) return nothing;
    if (empty === 'filter') return allFiltered(this.#items.length, this.#words, () => this.#steering.clearFilter());
    const told = { empty, sources, words: this.#words, place: this.#picture.nameOf(this.place) };
    return this.#replay.player.part?.empty(empty) ?? emptyNotice(told);
  }

  #side(wall: boolean): TemplateResult {
    return side({
      wall,
      words: this.#words,
      steering: this.#steering,
      hold: this.#hold,
      searchShown: this.#searchShown,
      out: this.#filteredOut,
      ...{ rows: this.#listed, waiting: this.#waitingRows },
      n: this.#shown.length,
      fit: this.#fit.n,
      grouping: this.#groups.grouping.part,
      acknowledge: this.#mayDecide ? this.#acknowledge : undefined,
      context: this.#context,
      room: this.#registers.room.part,
    });
  }

  #rows(now: Sources['now']): readonly ListRow[] {
    const { flood, drillFlood, arrivals } = this.#announcer;
    const grouping = { now, arrived: arrivals.of, flood: flood !== undefined, drillFlood: drillFlood !== undefined };
    return this.#groups.rows(this.#shown, grouping, this.#hold.held);
  }

  get #context(): Side['context'] {
    const { places, now } = this.#picture;
    return { words: this.#words, places, now, tasks: this.#registers.tasks.part };
  }

  #popup(): TemplateResult | typeof nothing {
    const item = this.#steering.selected;
    if (!item || !this.#steering.opened) return this.#registers.room.part?.popup() ?? nothing;
    return popup({
      item,
      context: this.#context,
      decision: this.#acknowledge.of(item.id),
      readOnly: !this.#mayDecide,
      sourceName: this.#picture.sourceName(item.row.source, this.#words),
      onAcknowledge: () => void this.#acknowledge.send(item.id),
      onClose: () => this.#steering.close(),
      facts: this.#steering.facts.part,
    });
  }

  protected override willUpdate(): void {
    this.#registers.begin(this.layers);
  }

  protected override updated(): void {
    const { box } = this;
    const { theme, forced, still, density } = this.around;
    this.#phone.when(density === 'phone');
    this.#map.draw({
      container: this.renderRoot.querySelector<HTMLElement>('.map') ?? undefined,
      label: density === 'wall' ? undefined : this.#words.say('map.label', { n: this.#shown.length }),
      look: {
        paint: readPaint(box, theme, forced),
        lang: this.#words.lang,
        scale: scaleOf(box, density),
        silent: this.#sources.link.state !== 'live',
      },
      ...{ base: this.mapStyle, datum: this.mapDatum, protocols: this.protocols, still },
      ...{ items: this.#shown, selected: this.#chosen },
      places: this.#picture.places,
      placesVersion: this.#picture.placesVersion,
      home: this.#picture.placeOf(this.place),
      more: this.#registers.room.part?.more,
      hidden: hiddenGroups(this.#steering.filter.hidden),
    });
    this.#placePopup();
    const list = this.renderRoot.querySelector<HTMLElement>('.list');
    if (density === 'wall' && list && this.#fit.look(list)) this.requestUpdate();
    this.#hear();
  }

  /** Tells what is new, and what became of what was decided here. */
  #hear(): void {
    // Of the past nothing is news.
    if (!this.#picture.ready || this.#replay.view || this.#sources.readOnly === 'past') return;
    this.#announcer.link(this.#sources, this.#words);
    const [first] = this.#announcer.listen(this.#items, this.#words).filter((item) => item.position && item.waiting);
    if (this.#steering.follow && first && !this.#steering.opened) this.#map.goTo(first, this.#picture.places);
    for (const item of this.#items)
      if (item.acknowledged && this.#acknowledge.seen(item.id)) {
        this.#speaker.say('acknowledged', () => this.#words.say('news.acknowledged', { title: item.title }));
        this.dispatchEvent(new YjAlarmAcknowledged(item.id));
      }
  }

  /** What is chosen: something that is going on, or a thing of a layer. */
  get #chosen(): Placed | undefined {
    return this.#steering.selected ?? this.#registers.room.part?.chosen;
  }

  #placePopup(): void {
    const [item, element] = [this.#chosen, this.renderRoot.querySelector<HTMLElement>('.popup')];
    if (!element || !item) return;
    const { density } = this.around;
    const scale = scaleOf(this.box, density);
    const spot = this.#map.spot(item, this.#picture.places, scale);
    const sheetOf = density === 'phone' ? item.id : undefined;
    const covered = this.#steering.facts.part?.placePopup(element, { spot, gap: 34 * scale, sheetOf });
    if (covered) this.#map.pan(0, covered);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'yj-alert-map': YjAlertMap;
  }
}
