import { issue, type Issue } from '../error.js';
import { canonical, type Json } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import type { Kind } from '../model/kind.js';
import { slotOf } from '../model/slot.js';
import { CLOCK_AHEAD_MS, millis } from '../model/time.js';
import type { Unread } from '../ports/store.js';
import { entryVersions, isRead } from '../store/upcast.js';

/** Lines of one kind and version that stand in the log and are not in the picture. */
export interface AsideSum {
  /** Absent where the line does not tell its kind as lines do now. */
  readonly kind?: string;
  readonly v: Json;
  /** How many stand: of things told of again and again, the last. */
  readonly lines: number;
  /** `version-newer` or `unknown-kind`, with what to do next. */
  readonly issue: Issue;
}

/** What is in the log and not in the picture: the picture lacks it, and says so. */
export interface Aside {
  /** Hears of a line that the Store cannot read. */
  unread(line: Unread): void;
  /** Hears of what was told: what is of no kind here is set aside, what tells again of what was lacking ends that. */
  told(entries: readonly Entry[]): void;
  /** Where the line is that fills a place in live state and cannot be read, if one does. */
  fills(slot: string): Position | undefined;
  /** Whether anything was set aside after a position. */
  after(position: number): boolean;
  /** What the picture lacks now. */
  readonly lacking: readonly Unread[];
  sums(): readonly AsideSum[];
}

/**
 * Keeps account of what the picture lacks, over lines in the order of the log. A place is lacking no more once its source has told
 * of it anew, of a time after the line was recorded (more than a source's clock may be ahead): whatever the line said, it is older.
 */
export function createAside(kinds: { readonly [name: string]: Kind }): Aside {
  const lacking = new Map<string, Unread>();
  const slots = new Map<string, Position>();
  let last = 0;
  let list: readonly Unread[] | undefined;
  /** Anybody may ask for them, as often as they like. */
  let summed: readonly AsideSum[] | undefined;

  function lack(place: string, line: Unread): void {
    lacking.set(place, line);
    list = summed = undefined;
    last = Math.max(last, line.position);
  }

  function told(entry: Entry): void {
    const kind = Object.hasOwn(kinds, entry.kind) ? kinds[entry.kind] : undefined;
    if (!kind) {
      const { position, recordedAt, v, kind, id } = entry;
      return lack(id, { position, recordedAt, v, kind, id });
    }
    if (slots.size === 0) return;
    const slot = slotOf(kind, entry);
    const line = lacking.get(slot);
    if (line && millis(entry.at) > millis(line.recordedAt) + CLOCK_AHEAD_MS && lacking.delete(slot))
      list = summed = undefined;
  }

  return {
    unread(line) {
      // What fills no place stands nowhere, whatever it says.
      if (line.slot === undefined) return;
      slots.set(line.slot, line.position);
      lack(line.slot, line);
    },
    told: (entries) => entries.forEach(told),
    // Asked for each row; mostly nothing was set aside.
    fills: (slot) => (slots.size > 0 ? slots.get(slot) : undefined),
    after: (position) => last > position,
    get lacking() {
      return (list ??= [...lacking.values()]);
    },
    sums() {
      if (summed) return summed;
      const sums = new Map<string, Unread[]>();
      for (const line of lacking.values()) {
        const sort = canonical([line.kind ?? null, line.v]);
        const same = sums.get(sort);
        if (same) same.push(line);
        else sums.set(sort, [line]);
      }
      return (summed = [...sums.values()].map(sumOf));
    },
  };
}

function sumOf(lines: readonly Unread[]): AsideSum {
  const { v, kind } = lines[0]!;
  const what = `${lines.length} line(s) of kind ${kind ?? 'unknown'}`;
  const said = isRead(v)
    ? issue(
        'unknown-kind',
        `${what} stand in the log, and nobody defines that kind; name it in kinds, and start again.`,
        {
          level: 'warning',
        },
      )
    : issue(
        'version-newer',
        `${what} in the log are of version ${JSON.stringify(v)}, this program reads up to ${entryVersions.current}; they are kept as they are, and the picture lacks them: use the newer program.`,
        { level: 'warning' },
      );
  return { ...(kind !== undefined && { kind }), v, lines: lines.length, issue: said };
}

/** A view that tells what it lacks. */
export const lackingIn = <V extends object>(view: V, aside: Pick<Aside, 'lacking'>): V =>
  Object.defineProperty(view, 'lacking', { get: () => aside.lacking, enumerable: true });

/** The code of health while a picture lacks something. */
export const lacksCode = ({ lacking }: Pick<Aside, 'lacking'>): string | undefined =>
  lacking.length > 0 ? 'lines-aside' : undefined;
