import type { ReactiveControllerHost } from 'lit';
import type { Contact } from './contact.js';
import { actOf, formOf, labelOf, type Field, type Form, type FormAct } from './form.js';
import type { Mode } from './mode.js';
import type { RowView } from './rows.js';
import type { Sender } from './sender.js';
import type { RosterKey, SayRoster } from './words.js';

export interface DeskOptions {
  readonly sender: Sender;
  readonly contact: Contact;
  readonly mayAct: () => boolean;
  readonly say: () => SayRoster;
  /** The line of this key, if it is there. */
  readonly row: (key: string) => RowView | undefined;
}

type Sentence = readonly [key: RosterKey, values?: { readonly [name: string]: string | number }];

/** What a person at the roster is doing: what they look at, which line, which act, what is filled in. */
export class Desk {
  mode: Mode = 'duty';
  text = '';
  /** The line that has the tab stop. */
  current: string | undefined;
  sheet: 'card' | 'form' | 'keys' | undefined;
  form: Form | undefined;
  /** The line whose card is open. */
  card: RowView | undefined;
  /** What was recorded last. */
  said: Sentence | undefined;
  /** Where the focus goes with the next update. */
  focusOn: string | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #options: DeskOptions;

  constructor(host: ReactiveControllerHost, options: DeskOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Another picture: nothing that was begun on the old one goes on. */
  forget(): void {
    this.current = this.sheet = this.form = this.card = this.said = undefined;
    this.#options.contact.hide();
    this.#options.sender.forget();
  }

  open(row: RowView): void {
    this.current = row.key;
    if (!row.subject) return this.#host.requestUpdate();
    this.#options.contact.hide();
    this.card = row;
    this.sheet = 'card';
    this.form = this.said = undefined;
    this.focusOn = '.sheet';
    this.#host.requestUpdate();
  }

  /** Signing needs no words where the shift is one's own: it is sent at once, and asks only when the store does. */
  act(row: RowView, act: FormAct): void {
    if (!this.#options.mayAct() || !row.subject || !row.acts.includes(act)) return;
    this.#options.contact.hide();
    this.current = row.key;
    this.card = row;
    this.form = formOf(act, row.subject);
    this.said = undefined;
    if (act === 'sign-in' || act === 'sign-out') return void this.send();
    this.#show();
  }

  #show(): void {
    this.sheet = 'form';
    this.focusOn = '.sheet [name]';
    this.#host.requestUpdate();
  }

  change(field: Field, value: string): void {
    if (!this.form) return;
    const { wrong: _, ...form } = this.form;
    this.form = { ...form, values: { ...form.values, [field]: value } };
    this.#host.requestUpdate();
  }

  async send(): Promise<void> {
    const { form } = this;
    if (!form) return;
    const made = actOf(form);
    if ('wrong' in made) {
      this.form = { ...form, wrong: made.wrong };
      this.focusOn = `.sheet [name="${made.wrong}"]`;
      return this.#host.requestUpdate();
    }
    const { sender, contact, say } = this.#options;
    const answer = await sender.send(form.id, made.send);
    if (this.form?.id !== form.id || !answer) return;
    const { told, revealed } = answer;
    if (told.state === 'refused' || told.state === 'unclear') return this.#show();
    const { act, subject } = form;
    this.close();
    this.said =
      told.state === 'taken' ? ['told.taken'] : ['told.done', { act: say()(`act.${act}`), name: subject.name }];
    if (revealed !== undefined && subject.person) {
      if (contact.show(subject.person, revealed)) {
        this.sheet = 'card';
        this.focusOn = '.sheet';
      } else this.said = ['contact.away'];
    }
    this.#host.requestUpdate();
  }

  toggleKeys(): void {
    if (this.sheet === 'keys') return this.close();
    this.sheet = 'keys';
    this.focusOn = '.sheet';
    this.#host.requestUpdate();
  }

  /** Closes what is open and gives the focus back. */
  close(): void {
    if (this.sheet) this.focusOn = LINE;
    else this.said = undefined;
    this.#options.contact.hide();
    this.sheet = this.form = undefined;
    this.#host.requestUpdate();
  }

  /** What is open is about what stands by now; where that is gone, it stays as it was looked at. */
  settle(): void {
    if (this.card) this.card = this.#options.row(this.card.key) ?? this.card;
    if (this.sheet === 'form' && !this.#options.mayAct()) this.close();
  }

  get missing(): RosterKey | undefined {
    return this.form?.wrong && labelOf(this.form.wrong);
  }
}

export const LINE = '.name[tabindex="0"]';
