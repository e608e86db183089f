import type { ReactiveControllerHost } from 'lit';
import { checkCount, inputOfRow, isRight, type Checked, type CheckedRow } from './count-sheet.js';
import { textOfFile } from './csv.js';
import type { Entry } from './entry.js';
import type { Recorder, Told } from './recorder.js';

/** A count from a file or the clipboard: checked as a whole, then sent row by row. */
export class Counting {
  text = '';
  checked: Checked | undefined;
  sending = false;

  readonly #host: ReactiveControllerHost;
  readonly #recorder: Recorder;
  readonly #entries: () => readonly Entry[];
  /** Another text is another count; the same one checked anew goes on where it stood. */
  #nth = 0;

  constructor(
    host: ReactiveControllerHost,
    { recorder, entries }: { readonly recorder: Recorder; readonly entries: () => readonly Entry[] },
  ) {
    this.#host = host;
    this.#recorder = recorder;
    this.#entries = entries;
  }

  forget(): void {
    this.text = '';
    this.checked = undefined;
  }

  type(text: string): void {
    this.#nth += 1;
    this.text = text;
    this.checked = undefined;
    this.#host.requestUpdate();
  }

  async take(file: Blob): Promise<void> {
    this.#nth += 1;
    const read = textOfFile(new Uint8Array(await file.arrayBuffer()));
    if ('text' in read) {
      this.text = read.text;
      return this.check();
    }
    this.text = '';
    this.checked = { wrong: [read.wrong] };
    this.#host.requestUpdate();
  }

  check(): void {
    if (this.sending) return;
    this.checked = checkCount(this.text, this.#entries());
    this.#host.requestUpdate();
  }

  of({ row }: CheckedRow): Told | undefined {
    return this.#recorder.of(this.#key(row));
  }

  /** Rows that are right and not recorded; none while a single row is wrong. */
  get open(): readonly (CheckedRow & Required<Pick<CheckedRow, 'lot' | 'counted'>>)[] {
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
      const told = await this.#recorder.send(this.#key(row.row), inputOfRow(row));
      if (told === undefined || told.state === 'unclear' || this.#recorder.readOnly) break;
    }
    this.sending = false;
    this.#host.requestUpdate();
  }

  #key(row: number): string {
    return `count-${this.#nth}-${row}`;
  }
}

const isOver = (told: Told | undefined): boolean => told?.state === 'recorded' || told?.state === 'taken';
