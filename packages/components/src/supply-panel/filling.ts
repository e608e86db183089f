import { css, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Sender } from '../controllers/sender.js';
import { keyHelp } from '../frame/acting.js';
import { sayOf } from '../frame/own-words.js';
import { readAmount } from './amount.js';
import type { Act } from './acts.js';
import type { Movement } from './events.js';
import { mayPick, type Entry, type LotRow } from './entry.js';
import { formOf, inputOf, withLot, type Field, type Form, type Wanted } from './form.js';
import { formView, type FormOptions } from './form-view.js';
import { formSentences, KEYS } from './form-words.js';
import { find, type Found } from './scan.js';
import { amountOf, type Speech } from './speech.js';

export { fieldStyles } from '../frame/field.styles.js';
export { sheetStyles } from '../frame/sheet.styles.js';

/** What a code may mean, where it is more than one thing. */
export const choicesStyles = css`
  .choices {
    display: flex;
    flex: 1 1 100%;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .choices button {
    white-space: normal;
    text-align: start;
  }
`;

export interface FillingOptions {
  readonly recorder: Sender<Movement>;
  readonly entries: () => readonly Entry[];
  /** Those of all places, as they stand by now. */
  readonly lots: () => readonly LotRow[];
  /** A code went into the wrong field: it is the next scan. */
  readonly onScan: (act: Act, found: Found) => void;
  readonly onDone: (done: Done) => void;
}

/** What was recorded, in the language of the moment. */
export type Done = (speech: Pick<Speech, 'words' | 'say'>) => string;

/** The form that is open, and what is fetched with it: the list of keys. */
export class Filling {
  form: Form | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #options: FillingOptions;

  constructor(host: ReactiveControllerHost, options: FillingOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Opens a form; gives the field it begins with. */
  begin({ entry, ...wanted }: Wanted): string {
    const picks = entry !== undefined && mayPick(entry, this.#options.entries());
    const form = (this.form = formOf({ ...wanted, mayPick: picks }));
    return form.lot === '' && !form.mayPick ? '.sheet select' : '.sheet [name="quantity"]';
  }

  /** What a code or a name may mean. */
  find(text: string): readonly Found[] {
    return find(text, this.#options.entries());
  }

  /** That a code means nothing, or more than one thing. */
  unsure(text: string, n: number): Done {
    return ({ words }) =>
      sayOf(formSentences, words.lang)(n === 0 ? 'scan.none' : 'scan.many', { text: text.trim(), n });
  }

  change(field: Field, value: string): void {
    const { form } = this;
    if (!form) return;
    const { [field]: _, ...wrong } = form.wrong;
    this.form = { ...(field === 'lot' ? withLot(form, value) : { ...form, [field]: value }), wrong };
    this.#host.requestUpdate();
  }

  /** Sends what is filled in; gives the field where something is wrong. */
  async send(): Promise<string | undefined> {
    const { form } = this;
    const { recorder, onScan, onDone } = this.#options;
    if (!form) return undefined;
    // A code that went into the wrong field is a scan, not an amount.
    if (readAmount(form.quantity) === undefined || form.quantity.trim().length > 7) {
      const [found] = this.find(form.quantity);
      if (found && form.act !== 'arrive') {
        onScan(form.act, found);
        return undefined;
      }
    }
    const made = inputOf(form);
    if ('wrong' in made) {
      this.form = { ...form, wrong: made.wrong };
      return '.sheet [aria-invalid="true"]';
    }
    const answer = await recorder.send(form.id, { name: 'record-movement', input: made.input });
    if (this.form?.id !== form.id || !answer) return undefined;
    const { told } = answer;
    if (told.state === 'refused') this.form = withLot(this.form, this.form.lot, this.#fresh(form.lots));
    if (told.state === 'taken') onDone(({ words }) => sayOf(formSentences, words.lang)('told.taken'));
    if (told.state === 'recorded') {
      const { act, name, unit, quantity } = form;
      onDone(({ words, say }) =>
        sayOf(formSentences, words.lang)(act === 'count' ? 'done.count' : 'done.movement', {
          ...{ act: say(`act.${act}`), name },
          n: amountOf({ say }, readAmount(quantity) ?? 0, unit),
        }),
      );
    }
    this.#host.requestUpdate();
    return undefined;
  }

  /** The same lots as they stand by now. */
  #fresh(lots: readonly LotRow[]): readonly LotRow[] {
    const now = new Map(this.#options.lots().map((lot) => [lot.id, lot]));
    return lots.map((lot) => now.get(lot.id) ?? lot);
  }

  view(options: Omit<FormOptions, 'form' | 'told' | 'tell' | 'onChange'>): TemplateResult | undefined {
    const { form } = this;
    return (
      form &&
      formView({
        ...options,
        ...{ form, tell: sayOf(formSentences, options.words.lang), told: this.#options.recorder.of(form.id) },
        onChange: (field, value) => this.change(field, value),
      })
    );
  }

  keys({ words }: Speech, onClose: () => void): TemplateResult {
    const tell = sayOf(formSentences, words.lang);
    const keys = KEYS.map(([key, does]) => [key, tell(does)] as const);
    return keyHelp({ title: tell('key'), keys, close: tell('form.close'), onClose });
  }
}
