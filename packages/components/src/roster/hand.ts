import { nothing, type TemplateResult } from 'lit';
import type { YjElement } from '../frame/element.js';
import { sayOf } from '../frame/own-words.js';
import type { BriefingRule } from '@yingji/core/people';
import { Observe, type ViewOf } from '../controllers/observe.js';
import { Sender } from '../controllers/sender.js';
import { fieldStyles } from '../frame/field.styles.js';
import { sheetStyles } from '../frame/sheet.styles.js';
import { dateTime } from '../i18n/time.js';
import { chipStyles } from '../marks/chip.styles.js';
import { Contact } from './contact.js';
import type { Desk } from './desk.js';
import { YjDutyRecorded, YjDutyRequested, type DutyAct } from './events.js';
import { actOf, formOf, type Field, type Form, type FormAct } from './form.js';
import { SENTENCES } from './hand-words.js';
import { handStyles } from './hand.styles.js';
import { callSetOf, confirmedAbout } from './call-set.js';
import { teamsOf } from './teams.js';
import type { Listed } from './listed.js';
import { OpenItems } from './open-items.js';
import type { People } from './people.js';
import type { RowView } from './rows.js';
import { spanOf } from './stand-in.js';
import { card, formView, keyList } from './sheet-view.js';
import type { Speech } from './speech.js';
import { LINE } from './table.js';

export interface HandOptions {
  readonly view: ViewOf;
  readonly mayAct: () => boolean;
  /** The line of this key, if it is there. */
  readonly row: (key: string) => RowView | undefined;
  readonly people: People;
  /** What is listed now: whom 一键叫应 would call. */
  readonly lines: () => Listed['lines'];
  /** The city's own, by which briefings are owed. */
  readonly briefingRules: () => readonly BriefingRule[];
}

/** What a person at the roster does: whose card is open, which act, what is filled in. Loaded when it is first asked for. */
export class Hand {
  sheet: 'card' | 'form' | 'keys' | undefined;
  form: Form | undefined;
  /** Who is listed and not called, of a set. */
  left = 0;
  /** The line whose card is open. */
  card: RowView | undefined;
  readonly contact: Contact;
  readonly open: OpenItems;
  /** Asked for while the card of somebody is open who is in one. */
  readonly teams: Observe;
  readonly sender: Sender<DutyAct>;

  readonly #host: YjElement;
  readonly #desk: Desk;
  readonly #options: HandOptions;

  constructor(host: YjElement, desk: Desk, options: HandOptions) {
    this.#host = host;
    this.#desk = desk;
    this.#options = options;
    this.contact = new Contact(host);
    const wanted = (): boolean => this.sheet === 'form' && this.form?.act === 'hand-over';
    this.open = new OpenItems(host, options.view, { people: options.people, wanted });
    const inTeams = (): boolean =>
      this.sheet === 'card' && teamsOf(options.people.person(this.card?.subject?.person)).length > 0;
    this.teams = new Observe(host, { view: options.view, query: () => (inTeams() ? { kind: 'team' } : undefined) });
    this.sender = new Sender<DutyAct>(host, {
      view: options.view,
      requested: (act) => new YjDutyRequested(act),
      recorded: (act, ids) => new YjDutyRecorded(act, ids),
    });
    for (const styles of [chipStyles, sheetStyles, fieldStyles, handStyles]) host.wear(styles);
  }

  /** Another picture: nothing that was begun on the old one goes on. */
  forget(): void {
    this.sheet = this.form = this.card = undefined;
    this.contact.hide();
    this.sender.forget();
  }

  openCard(row: RowView): void {
    this.contact.hide();
    this.card = row;
    this.sheet = 'card';
    this.form = undefined;
    this.#show('.sheet');
  }

  /** Signing needs no words where the shift is one's own: it is sent at once, and asks only when the store does. */
  act(row: RowView, act: FormAct): void {
    if (!this.#options.mayAct() || !row.subject || !row.acts.includes(act)) return;
    this.contact.hide();
    this.card = row;
    this.form = formOf(act, row.subject);
    if (act === 'fill') this.#choose('0');
    if (act === 'sign-in' || act === 'sign-out') return void this.send();
    this.#ask();
  }

  /** 一键叫应: everybody who is listed. */
  callUp(): void {
    if (!this.#options.mayAct()) return;
    const { people, left } = callSetOf(this.#options.lines(), this.#options.people);
    this.contact.hide();
    this.card = undefined;
    this.left = left;
    // Where there is one thing to be called about, it is that.
    const abouts = [...this.#options.people.abouts.values()].filter(({ exercise }) => exercise === undefined);
    const about = abouts.length === 1 ? abouts[0]?.id : undefined;
    this.form = formOf('call-up', { name: '', people, about });
    this.#ask();
  }

  /** Another of the gaps: from when to when it asks for somebody. */
  #choose(lack: string): void {
    const { form } = this;
    const now = this.#options.people.now;
    const asked = form?.subject.lacks?.[Number(lack)];
    if (!form || !asked || now === undefined) return;
    const { from, to } = spanOf(asked, now);
    this.form = { ...form, values: { lack, begins: dateTime(from), ends: dateTime(to) } };
  }

  #ask(): void {
    this.sheet = 'form';
    this.#show('.sheet [name]');
  }

  #show(focusOn: string): void {
    this.#desk.focusOn = focusOn;
    this.#host.requestUpdate();
  }

  change(field: Field, value: string): void {
    if (!this.form) return;
    const { wrong: _, ...form } = this.form;
    this.form = { ...form, values: { ...form.values, [field]: value } };
    if (field === 'lack') this.#choose(value);
    this.#host.requestUpdate();
  }

  async send(): Promise<void> {
    const { form } = this;
    if (!form) return;
    const { people } = this.#options;
    const confirmed = confirmedAbout(form.values.about ?? '', people);
    const made = actOf(form, { confirmed, now: people.now, open: this.open.recorded });
    if ('wrong' in made) {
      this.form = { ...form, wrong: made.wrong };
      return this.#show(`.sheet [name="${made.wrong}"]`);
    }
    const answer = await this.sender.send(form.id, made.send);
    if (this.form?.id !== form.id || !answer) return;
    const { told, revealed } = answer;
    if (told.state === 'refused' || told.state === 'unclear') return this.#ask();
    const { act, subject } = form;
    this.close();
    // What comes of it is told of each by name.
    if (act === 'call-up' && told.state === 'recorded') this.#desk.look('calls');
    this.#desk.said = ({ words, say }) => {
      const own = sayOf(SENTENCES, words.lang);
      if (told.state === 'taken') return own('told.taken');
      return own('told.done', {
        act: act === 'call' || act === 'reveal' ? own(`act.${act}`) : say(`act.${act}`),
        name: 'people' in made.send.input ? own('set.people', { n: made.send.input.people.length }) : subject.name,
      });
    };
    if (revealed !== undefined && subject.person) {
      if (this.contact.show(subject.person, revealed)) {
        this.sheet = 'card';
        this.#desk.focusOn = '.sheet';
      } else this.#desk.said = ({ words }) => sayOf(SENTENCES, words.lang)('contact.away');
    }
    this.#host.requestUpdate();
  }

  get briefingRules(): readonly BriefingRule[] {
    return this.#options.briefingRules();
  }

  /** What is shown of the register. */
  get people(): People {
    return this.#options.people;
  }

  toggleKeys(): void {
    if (this.sheet === 'keys') return this.close();
    this.sheet = 'keys';
    this.#show('.sheet');
  }

  /** Closes what is open and gives the focus back. */
  close(): void {
    this.contact.hide();
    this.sheet = this.form = undefined;
    this.#show(LINE);
  }

  render(speech: Speech): TemplateResult | typeof nothing {
    // What is open is about what stands by now; where that is gone, it stays as it was looked at.
    if (this.card) this.card = this.#options.row(this.card.key) ?? this.card;
    const mayAct = this.#options.mayAct();
    const told = this.form && this.sender.of(this.form.id);
    const options = { ...speech, hand: this, own: sayOf(SENTENCES, speech.words.lang), mayAct, told };
    if (this.sheet === 'keys') return keyList(options.own, () => this.close());
    if (this.sheet === 'card') return card(options);
    return this.sheet === 'form' && mayAct ? formView(options) : nothing;
  }
}
