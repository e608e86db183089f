import { Observable, type Subscriber } from 'rxjs';

/** The last word on one thing: told to everybody, and first of all to who comes later. */
export interface Last<T> {
  readonly told$: Observable<T>;
  last(): T;
  tell(word: T): void;
  /** There will be no more. */
  end(): void;
}

/** What rxjs has for this takes a page 1 KB more. */
export function createLast<T>(first: T): Last<T> {
  const listeners = new Set<Subscriber<T>>();
  let last = first;
  let ended = false;
  return {
    told$: new Observable((listener: Subscriber<T>) => {
      if (ended) return void listener.complete();
      listeners.add(listener);
      listener.next(last);
      return () => listeners.delete(listener);
    }),
    last: () => last,
    tell(word) {
      last = word;
      for (const listener of [...listeners]) listener.next(word);
    },
    end() {
      ended = true;
      for (const listener of [...listeners]) listener.complete();
    },
  };
}
