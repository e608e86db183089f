import { issue, YingjiError } from '../error.js';
import type { Delivery, Session, Verdict } from '../ports/feed.js';
import type { Logger } from '../ports/logger.js';
import type { Batch } from '../writer/batch.js';
import type { Item } from '../writer/writer.js';
import type { FeedWatch } from './health.js';
import { Intake, keysOf, textOf, type Taken } from './intake.js';
import type { RunnerOptions } from './runner.js';
import type { Sound } from './sound-delivery.js';

/** What a delivery weighs that carries no bytes, and each of its drafts. */
const SMALL_BYTES = 256;

/** What has come in is taken to its end, also when the feed stops. */
const unhurried = new AbortController().signal;

const weight = ({ raw, drafts }: Delivery): number => raw?.byteLength ?? SMALL_BYTES * (1 + drafts.length);

/** What all deliveries of one session share. */
export interface Line {
  readonly options: RunnerOptions;
  readonly session: Session;
  readonly health: FeedWatch;
  readonly logger: Logger;
  /** Told once of each, by its weight; with the error for which it could not be stored. */
  settled(bytes: number, error: YingjiError | undefined): void;
}

/**
 * A delivery in hand, from the door until it is settled: itself what the writer is given. A class for the reason that
 * {@link Intake} is one.
 */
export class InHand implements Item<Taken> {
  /** Weighed once: a session may take its bytes back as soon as they are settled. */
  readonly bytes: number;
  readonly #line: Line;
  readonly #sound: Sound;
  /** It broke its contract and is on its way to quarantine. */
  readonly #broken: boolean;
  #intake: Intake | undefined;

  constructor(line: Line, sound: Sound, { bytes = weight(sound.delivery), broken = false } = {}) {
    this.#line = line;
    this.#sound = sound;
    this.bytes = bytes;
    this.#broken = broken;
  }

  /** Through the door, and to the writer: at once, or after moments in which others have their turn. */
  begin(): Promise<void> | undefined {
    const { delivery, amiss } = this.#sound;
    const told = delivery.drafts.length + delivery.issues.length + amiss.length;
    if (delivery.outcome === 'good' && told === 0 && !delivery.complete) {
      this.#settle('stored');
      return undefined;
    }
    const { options } = this.#line;
    try {
      const intake = (this.#intake = new Intake(this.#sound, options));
      if (!intake.step()) return this.#slowly(intake);
      options.writer.enqueue(this);
    } catch (cause) {
      this.lost(cause);
    }
    return undefined;
  }

  async #slowly(intake: Intake): Promise<void> {
    const { clock, writer } = this.#line.options;
    try {
      do await clock.sleep(0, unhurried);
      while (!intake.step());
      writer.enqueue(this);
    } catch (cause) {
      this.lost(cause);
    }
  }

  get rows(): number {
    return this.#sound.delivery.drafts.length;
  }

  get messages(): readonly { readonly feed: string; readonly key: string }[] {
    const feed = this.#line.options.source;
    return keysOf(this.#sound.delivery).flatMap((key) => (key === undefined ? [] : [{ feed, key }]));
  }

  /** A full list is held against everything that was said before it. */
  get alone(): boolean {
    return this.#sound.delivery.complete !== undefined;
  }

  work(batch: Batch): Taken {
    return this.#intake!.work(batch);
  }

  kept(taken: Taken): void {
    const { health, logger, options } = this.#line;
    try {
      if (!taken.repeat) health.counted(taken);
      for (const { code, path, level } of taken.issues)
        logger.write(level === 'info' ? 'info' : 'warn', code, { feed: options.source, path });
    } finally {
      // Whatever breaks before: one that is never settled would be waited for, for ever.
      this.#settle(taken.verdict);
    }
  }

  lost(cause: unknown): void {
    const known = cause instanceof YingjiError ? cause : undefined;
    // What breaks its contract would again, for ever, if it were asked for again: it is done with.
    if (!this.#broken && (!known || known.recovery === 'skip'))
      void new InHand(this.#line, this.#aside(), { bytes: this.bytes, broken: true }).begin();
    else this.#settle('retry', cause as YingjiError);
  }

  /** A session that cannot be told is of no use: it is ended, and opened anew. */
  #settle(verdict: Verdict, why?: YingjiError): void {
    const { session, options, settled } = this.#line;
    let error = why;
    try {
      session.settle(this.#sound.delivery.token, verdict);
    } catch (cause) {
      error = new YingjiError('feed-failed', `${options.source} could not pass on that a message was ${verdict}.`, {
        cause,
      });
    }
    settled(this.bytes, error);
  }

  /** A delivery that broke its contract, as it goes to quarantine. */
  #aside(): Sound {
    const { delivery, amiss, odd } = this.#sound;
    const { complete: _, ...rest } = delivery;
    const why = issue(
      'delivery-broken',
      `${this.#line.options.source} delivered what breaks the contract of a feed; mend its mapping.`,
    );
    return {
      delivery: {
        ...{ ...rest, raw: delivery.raw ?? textOf(odd ? [...delivery.drafts, odd] : delivery.drafts), drafts: [] },
        ...{ issues: [...delivery.issues, why], outcome: 'undecodable' },
      },
      amiss,
    };
  }
}
