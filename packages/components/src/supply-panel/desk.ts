import type { CSSResult, ReactiveControllerHost } from 'lit';
import { OnDemand } from '../controllers/on-demand.js';
import type { Sender } from '../controllers/sender.js';
import { moved, type Move } from '../frame/keys.js';
import type { Act } from './acts.js';
import type { CameraSheet } from './camera-view.js';
import type { Entry, LotRow, Transit } from './entry.js';
import type { Movement } from './events.js';
import type { Done, Filling } from './filling.js';
import type { Wanted } from './form.js';
import type { Importing } from './importing.js';
import type { lotsTable } from './lots-table.js';
import type { Found } from './scan.js';
import type { Books } from './sheet-rows.js';

/** What is open over the table. */
export type Sheet = 'form' | 'file' | 'keys' | 'camera';

export interface DeskOptions {
  readonly recorder: Sender<Movement>;
  readonly entries: () => readonly Entry[];
  /** What a 调拨 may arrive in. */
  readonly lots: () => readonly LotRow[];
  /** What a sheet is held against. */
  readonly books: () => Books | undefined;
  readonly mayAct: () => boolean;
  /** Puts on the element what a sheet brings with it. */
  readonly adopt: (...styles: CSSResult[]) => void;
}

/** What a person at the panel is doing: which line, which act, what was scanned, what is filled in. */
export class Desk {
  /** The line that has the tab stop, and the one that shows its lots. */
  current: string | undefined;
  opened: string | undefined;
  /** An act that waits for an item. */
  armed: Act | undefined;
  sheet: Sheet | undefined;
  readonly filling: OnDemand<Filling>;
  readonly importing: OnDemand<Importing>;
  readonly camera: OnDemand<CameraSheet>;
  /** How the lots of a line are shown. */
  readonly lots: OnDemand<typeof lotsTable>;
  scanned = '';
  /** What a code may mean, where it is more than one thing. */
  choices: readonly Found[] = [];
  /** What the last scan came to, and what was recorded last. */
  said: Done | undefined;
  done: Done | undefined;
  /** Where the focus goes with the next update. */
  focusOn: string | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #options: DeskOptions;
  /** Opens again what could not be opened. */
  again: () => void = () => undefined;
  /** Which of the lines has it. */
  #place = 0;
  /** Where the focus goes back to. */
  #from = '.scan input';

  constructor(host: ReactiveControllerHost, options: DeskOptions) {
    this.#host = host;
    this.#options = options;
    const { recorder, entries, lots, books, adopt } = options;
    this.filling = new OnDemand(host, async () => {
      const { Filling, sheetStyles, fieldStyles, choicesStyles } = await import('./filling.js');
      adopt(sheetStyles, fieldStyles, choicesStyles);
      return new Filling(host, {
        ...{ recorder, entries, lots },
        onScan: (act, found) => this.begin(act, found, this.#from),
        onDone: (done) => {
          this.close();
          this.done = done;
        },
      });
    });
    this.lots = new OnDemand(host, async () => {
      const { lotsTable, lotsStyles } = await import('./lots-table.js');
      adopt(lotsStyles);
      return lotsTable;
    });
    this.camera = new OnDemand(host, async () => {
      const { CameraSheet, sheetStyles, cameraStyles } = await import('./camera-view.js');
      adopt(sheetStyles, cameraStyles);
      return new CameraSheet(host, (text) => {
        this.close();
        void this.scan(text);
      });
    });
    this.importing = new OnDemand(host, async () => {
      const { Importing, sheetStyles, fieldStyles, formStyles } = await import('./importing.js');
      adopt(sheetStyles, fieldStyles, formStyles);
      return new Importing(host, { recorder, books });
    });
  }

  /** Another picture: nothing that was begun on the old one goes on. */
  forget(): void {
    this.current = this.opened = this.armed = this.sheet = this.said = this.done = undefined;
    if (this.filling.part) this.filling.part.form = undefined;
    this.importing.part?.forget();
    this.camera.part?.camera.stop();
    this.scanned = '';
    this.choices = [];
  }

  /** The tab stop stays on a line that is there: whose is gone leaves it to whichever stands there now. */
  settle(entries: readonly Entry[]): void {
    const at = entries.findIndex(({ key }) => key === this.current);
    this.#place = Math.max(0, at < 0 ? Math.min(this.#place, entries.length - 1) : at);
    this.current = entries[this.#place]?.key;
    if ((this.sheet === 'form' || this.sheet === 'camera') && !this.#options.mayAct()) this.close();
  }

  move(to: Move): void {
    const keys = this.#options.entries().map(({ key }) => key);
    this.current = keys[moved(to, keys.indexOf(this.current ?? ''), keys.length)];
    this.focusOn = LINE;
    this.#host.requestUpdate();
  }

  open({ key }: Pick<Entry, 'key'>): void {
    this.current = key;
    this.opened = this.opened === key ? undefined : key;
    if (this.opened !== undefined) void this.lots.get();
    const entry = this.#options.entries().find((each) => each.key === key);
    if (this.armed && entry) this.begin(this.armed, { entry });
    this.#host.requestUpdate();
  }

  /** With a line in hand the act begins; without one it waits for a scan or a line. */
  act(act: Act, onLine: boolean): void {
    if (!this.#options.mayAct()) return;
    const entry = onLine ? this.#options.entries().find(({ key }) => key === this.current) : undefined;
    if (entry) return this.begin(act, { entry }, LINE);
    this.armed = this.armed === act ? undefined : act;
    this.said = this.armed && (({ say }) => say('scan.for', { act: say(`act.${act}`) }));
    this.focusOn = '.scan input';
    this.#host.requestUpdate();
  }

  begin(act: Act, { entry, lot }: Found, from = '.scan input'): void {
    const { name, unit, lots, key } = entry;
    this.current = key;
    this.#show({ act, name, unit, lots, lot, entry }, from);
  }

  /** The second leg: into a lot of the same item, those where it was bound for first. */
  arrive(leg: Transit): void {
    const { lot, to } = leg;
    if (!lot || !this.#options.mayAct()) return;
    const fits = this.#options
      .lots()
      .filter(({ item, unit, exercise }) => item === lot.item && unit === lot.unit && exercise === lot.exercise);
    const there = fits.filter(({ facility }) => facility === to);
    const lots = there.length > 0 ? there : fits;
    this.#show({ act: 'arrive', name: lot.name, unit: lot.unit, lots, leg }, `[data-key="${CSS.escape(leg.leg)}"]`);
  }

  #show(wanted: Wanted, from: string): void {
    this.armed = this.said = this.done = undefined;
    this.choices = [];
    this.scanned = '';
    this.#from = from;
    this.#open('form', this.filling, (filling) => filling.begin(wanted));
  }

  /** Opens a sheet, now or when it is there; `begin` gives where the focus goes. */
  #open<T>(sheet: Sheet, demand: OnDemand<T>, begin: (part: T) => string): void {
    this.sheet = sheet;
    this.focusOn = demand.part ? begin(demand.part) : '.sheet';
    const asked = (this.again = () => this.#open(sheet, demand, begin));
    this.#host.requestUpdate();
    if (!demand.part)
      void demand.get().then((part) => {
        // Closed, or something else opened, in the meantime.
        if (!part || this.sheet !== sheet || this.again !== asked) return;
        this.focusOn = begin(part);
        this.#host.requestUpdate();
      });
  }

  /** A scanner types a code and Enter. What it names is opened, or the act that waits for it begins. Who only looks loads no way to find. */
  async scan(text: string): Promise<void> {
    this.scanned = text;
    const filling = await this.filling.get();
    // Typed on in the meantime, or another picture.
    if (this.scanned !== text) return;
    if (!filling) {
      this.said = ({ say }) => say('sheet.failed');
      return this.#host.requestUpdate();
    }
    const found = filling.find(text);
    const [first] = found;
    const lines = new Set(found.map(({ entry }) => entry.key));
    this.choices = [];
    this.done = undefined;
    if (!first || (found.length > 1 && (lines.size > 1 || first.lot))) {
      this.choices = found;
      this.said = filling.unsure(text, found.length);
    } else this.#take(first);
    this.#host.requestUpdate();
  }

  choose(found: Found): void {
    this.choices = [];
    this.#take(found);
    this.#host.requestUpdate();
  }

  #take(found: Found): void {
    if (this.armed) return this.begin(this.armed, found);
    this.said = undefined;
    this.scanned = '';
    this.current = this.opened = found.entry.key;
    void this.lots.get();
    this.focusOn = LINE;
  }

  async send(): Promise<void> {
    const wrong = await this.filling.part?.send();
    if (wrong === undefined) return;
    this.focusOn = wrong;
    this.#host.requestUpdate();
  }

  /** Scans with the camera; `video` gives where it is shown by then. */
  look(video: () => HTMLVideoElement | null): void {
    if (!this.#options.mayAct()) return;
    this.#from = '.scan input';
    this.#open('camera', this.camera, (sheet) => {
      void sheet.camera.start(video);
      return '.sheet';
    });
  }

  toggle(sheet: 'file' | 'keys'): void {
    if (this.sheet === sheet) return this.close();
    this.#from = sheet === 'file' ? '.file-button' : LINE;
    if (sheet === 'file') this.#open(sheet, this.importing, () => '.sheet');
    else this.#open(sheet, this.filling, () => '.sheet');
  }

  /** Closes what is open, the last first, and gives the focus back. */
  close(): void {
    if (this.sheet) {
      this.sheet = undefined;
      this.camera.part?.camera.stop();
      if (this.filling.part) this.filling.part.form = undefined;
      this.focusOn = this.#from;
    } else if (this.armed || this.said || this.done) {
      this.armed = this.said = this.done = undefined;
      this.choices = [];
      this.scanned = '';
    } else {
      this.opened = undefined;
      this.focusOn = LINE;
    }
    this.#host.requestUpdate();
  }
}

const LINE = '.name[tabindex="0"]';
