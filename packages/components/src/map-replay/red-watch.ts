import type { EntityId, Instant, Query, View } from '@yingji/core';
import { Subscription } from 'rxjs';

const RED = { field: 'derived.level', op: 'eq', value: 'red' } as const;
const QUERIES: readonly Query[] = ['incident', 'report', 'warning'].map((kind) => ({ kind, where: [RED] }));

/** What goes on live while somebody looks at the past: its time, whether it comes at all, and every new red. */
export class RedWatch {
  now: Instant | undefined;
  silent = false;
  /** Reds that came since. */
  fresh = 0;

  readonly #following = new Subscription();

  constructor(
    live: View,
    options: { readonly onRed: (id: EntityId, title: string) => void; readonly onChange: () => void },
  ) {
    this.#following.add(
      live.health$.subscribe(({ now, link }) => {
        this.now = now ?? this.now;
        this.silent = link.state !== 'live';
        options.onChange();
      }),
    );
    const known = new Set<EntityId>();
    for (const query of QUERIES) {
      let first = true;
      this.#following.add(
        live.select(query).subscribe(({ put, now }) => {
          this.now = now;
          for (const { id, value, exercise } of put) {
            const isNew = !first && !known.has(id) && exercise === undefined;
            known.add(id);
            if (!isNew) continue;
            this.fresh += 1;
            options.onRed(id, String(value['title'] ?? id));
          }
          first = false;
          options.onChange();
        }),
      );
    }
  }

  close(): void {
    this.#following.unsubscribe();
  }
}
