import type { ReactiveControllerHost } from 'lit';
import { amountText, readAmount } from './amount.js';
import type { Entry, LotRow, Transit } from './entry.js';
import { formOf, inputOf, mayPick, withLot, type Act, type Field, type Form } from './form.js';
import type { Recorder } from './recorder.js';
import { find, type Found } from './scan.js';
import type { SupplyKey, SaySupplies } from './words.js';

/** What is open over the table. */
export type Sheet = 'form' | 'file' | 'keys';

export interface DeskOptions {
  readonly recorder: Recorder;
  readonly entries: () => readonly Entry[];
  /** What a 调拨 may arrive in. */
  readonly lots: () => readonly LotRow[];
  readonly mayAct: () => boolean;
  readonly say: () => SaySupplies;
}

type Sentence = readonly [key: SupplyKey, values?: { readonly [name: string]: string | number }];

/** What a person at the panel is doing: which line, which act, what was scanned, what is filled in. */
export class Desk {
  /** The line that has the tab stop, and the one that shows its lots. */
  current: string | undefined;
  opened: string | undefined;
  /** An act that waits for an item. */
  armed: Act | undefined;
  sheet: Sheet | undefined;
  form: Form | undefined;
  scanned = '';
  /** What a code may mean, where it is more than one thing. */
  choices: readonly Found[] = [];
  /** What the last scan came to, and what was recorded last. */
  said: Sentence | undefined;
  done: Sentence | undefined;
  /** Where the focus goes with the next update. */
  focusOn: string | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #options: DeskOptions;
  /** Where the focus goes back to. */
  #from = '.scan input';

  constructor(host: ReactiveControllerHost, options: DeskOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Another picture: nothing that was begun on the old one goes on. */
  forget(): void {
    this.current = this.opened = this.armed = this.sheet = this.form = this.said = this.done = undefined;
    this.scanned = '';
    this.choices = [];
  }

  /** The tab stop stays on a line that is there. */
  settle(entries: readonly Entry[]): void {
    if (!entries.some(({ key }) => key === this.current)) this.current = entries[0]?.key;
    if (this.sheet === 'form' && (!this.form || !this.#options.mayAct())) this.close();
  }

  move(to: 'up' | 'down' | 'first' | 'last'): void {
    const keys = this.#options.entries().map(({ key }) => key);
    const at = keys.indexOf(this.current ?? '');
    const next = { up: at - 1, down: at + 1, first: 0, last: keys.length - 1 }[to];
    this.current = keys[Math.min(keys.length - 1, Math.max(0, next))];
    this.focusOn = LINE;
    this.#host.requestUpdate();
  }

  open({ key }: Pick<Entry, 'key'>): void {
    this.current = key;
    this.opened = this.opened === key ? undefined : key;
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
    this.said = this.armed && ['scan.for', { act: this.#options.say()(`act.${act}`) }];
    this.focusOn = '.scan input';
    this.#host.requestUpdate();
  }

  begin(act: Act, { entry, lot }: Found, from = '.scan input'): void {
    const { name, unit, lots, key } = entry;
    this.current = key;
    this.#show(formOf(act, { name, unit, lots, lot, mayPick: mayPick(entry, this.#options.entries()) }), from);
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
    this.#show(
      formOf('arrive', { name: lot.name, unit: lot.unit, lots, mayPick: false, leg }),
      `[data-leg="${CSS.escape(leg.leg)}"]`,
    );
  }

  #show(form: Form, from: string): void {
    this.form = form;
    this.sheet = 'form';
    this.armed = this.said = this.done = undefined;
    this.choices = [];
    this.scanned = '';
    this.#from = from;
    this.focusOn = form.lot === '' && !form.mayPick ? '.sheet select' : '.sheet [name="quantity"]';
    this.#host.requestUpdate();
  }

  /** A scanner types a code and Enter. What it names is opened, or the act that waits for it begins. */
  scan(text: string): void {
    const found = find(text, this.#options.entries());
    const [first] = found;
    const lines = new Set(found.map(({ entry }) => entry.key));
    this.choices = [];
    this.done = undefined;
    this.scanned = text;
    if (!first) this.said = ['scan.none', { text: text.trim() }];
    else if (found.length > 1 && (lines.size > 1 || first.lot)) {
      this.choices = found;
      this.said = ['scan.many', { text: text.trim(), n: found.length }];
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
    this.focusOn = LINE;
  }

  change(field: Field, value: string): void {
    const { form } = this;
    if (!form) return;
    const { [field]: _, ...wrong } = form.wrong;
    this.form = { ...(field === 'lot' ? withLot(form, value) : { ...form, [field]: value }), wrong };
    this.#host.requestUpdate();
  }

  async send(): Promise<void> {
    const { form } = this;
    if (!form) return;
    // A code that went into the wrong field is a scan, not an amount.
    if (readAmount(form.quantity) === undefined || form.quantity.trim().length > 7) {
      const [found] = find(form.quantity, this.#options.entries());
      if (found && form.act !== 'arrive') return this.begin(form.act, found, this.#from);
    }
    const made = inputOf(form);
    if ('wrong' in made) {
      this.form = { ...form, wrong: made.wrong };
      this.focusOn = '.sheet [aria-invalid="true"]';
      return this.#host.requestUpdate();
    }
    const told = await this.#options.recorder.send(form.id, made.input);
    if (this.form?.id !== form.id || !told) return;
    if (told.state === 'refused') this.form = withLot(this.form, this.form.lot, this.#fresh(form.lots));
    if (told.state === 'recorded' || told.state === 'taken') {
      const { act, name, unit, quantity } = form;
      const say = this.#options.say();
      const n = say('amount', { n: amountText(readAmount(quantity) ?? 0), unit });
      this.close();
      this.done =
        told.state === 'taken'
          ? ['told.taken']
          : act === 'count'
            ? ['done.count', { name, n }]
            : ['done.movement', { act: say(`act.${act}`), name, n }];
    }
    this.#host.requestUpdate();
  }

  /** The same lots as they stand by now. */
  #fresh(lots: readonly LotRow[]): readonly LotRow[] {
    const now = new Map(this.#options.lots().map((lot) => [lot.id, lot]));
    return lots.map((lot) => now.get(lot.id) ?? lot);
  }

  toggle(sheet: 'file' | 'keys'): void {
    if (this.sheet === sheet) return this.close();
    this.sheet = sheet;
    this.form = undefined;
    this.#from = sheet === 'file' ? '.file-button' : LINE;
    this.focusOn = '.sheet';
    this.#host.requestUpdate();
  }

  /** Closes what is open, the last first, and gives the focus back. */
  close(): void {
    if (this.sheet) {
      this.sheet = this.form = undefined;
      this.focusOn = this.#from;
    } else if (this.armed || this.said || this.done) {
      this.armed = this.said = this.done = undefined;
      this.choices = [];
      this.scanned = '';
    } else this.opened = undefined;
    this.#host.requestUpdate();
  }
}

const LINE = '.name[tabindex="0"]';
