import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { Sender, Told } from '../controllers/sender.js';
import { isWorkbook, textOfFile } from './csv.js';
import type { Movement } from './events.js';
import { importingView } from './importing-view.js';
import { checkSheet, isRight, type Books, type Checked, type CheckedRow, type ImportSentence } from './sheet-rows.js';
import type { Speech } from './speech.js';

export { fieldStyles } from '../frame/field.styles.js';
export { sheetStyles } from '../frame/sheet.styles.js';
export { formStyles } from './form.styles.js';

/** Counts and movements from a file or the clipboard: checked as a whole, then sent row by row. */
export class Importing {
  text = '';
  checked: Checked | undefined;
  /** What else is to be known of the file. */
  note: ImportSentence | undefined;
  sending = false;

  readonly #host: ReactiveControllerHost;
  readonly #recorder: Sender<Movement>;
  readonly #books: () => Books | undefined;
  /** Another text is another sheet; the same one checked anew goes on where it stood. */
  #nth = 0;

  constructor(
    host: ReactiveControllerHost,
    { recorder, books }: { readonly recorder: Sender<Movement>; readonly books: () => Books | undefined },
  ) {
    this.#host = host;
    this.#recorder = recorder;
    this.#books = books;
  }

  forget(): void {
    this.text = '';
    this.checked = this.note = undefined;
  }

  type(text: string): void {
    this.#nth += 1;
    this.text = text;
    this.checked = this.note = undefined;
    this.#host.requestUpdate();
  }

  async take(file: Blob): Promise<void> {
    const nth = (this.#nth += 1);
    const read = await readFile(new Uint8Array(await file.arrayBuffer()));
    // Something else was typed or chosen in the meantime.
    if (nth !== this.#nth) return;
    this.forget();
    if ('text' in read) {
      this.text = read.text;
      this.note = read.note;
      return this.check();
    }
    this.checked = { wrong: read.wrong };
    this.#host.requestUpdate();
  }

  check(): void {
    const books = this.#books();
    if (this.sending || !books) return;
    this.checked = checkSheet(this.text, books);
    this.#host.requestUpdate();
  }

  of({ row }: CheckedRow): Told | undefined {
    return this.#recorder.of(this.#key(row));
  }

  /** Rows that are right and not recorded; none while a single row is wrong. */
  get open(): readonly (CheckedRow & Required<Pick<CheckedRow, 'input'>>)[] {
    if (!this.checked || 'wrong' in this.checked || !this.checked.rows.every(isRight)) return [];
    return this.checked.rows.filter(isRight).filter((row) => !isOver(this.of(row)));
  }

  /** A row was refused: what stands in the ledger by now must be looked at again. */
  get isRefused(): boolean {
    return this.open.some((row) => this.of(row)?.state === 'refused');
  }

  /** One after the other: a way that breaks off leaves no row in doubt but one. */
  async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    for (const row of this.open) {
      const answer = await this.#recorder.send(this.#key(row.row), { name: 'record-movement', input: row.input });
      if (answer === undefined || answer.told.state === 'unclear' || this.#recorder.readOnly) break;
    }
    this.sending = false;
    this.#host.requestUpdate();
  }

  view(speech: Speech, onClose: () => void): TemplateResult {
    return importingView(this, speech, onClose);
  }

  #key(row: number): string {
    return `row-${this.#nth}-${row}`;
  }
}

type FileRead =
  { readonly text: string; readonly note?: ImportSentence | undefined } | { readonly wrong: ImportSentence };

/** A workbook becomes the text that its sheet would be on the clipboard: a person sees what was read, and may mend it. */
async function readFile(bytes: Uint8Array<ArrayBuffer>): Promise<FileRead> {
  if (!isWorkbook(bytes)) {
    const read = textOfFile(bytes);
    return 'text' in read ? read : { wrong: [read.wrong] };
  }
  try {
    const { readWorkbook } = await import('./workbook.js');
    return await readWorkbook(bytes);
  } catch {
    return { wrong: ['file.reader'] };
  }
}

const isOver = (told: Told | undefined): boolean => told?.state === 'recorded' || told?.state === 'taken';
