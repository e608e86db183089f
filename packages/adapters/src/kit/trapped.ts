/** What a pure function must not call, where it stands. */
const FORBIDDEN: readonly (readonly [owner: string, of: () => object, names: readonly string[]])[] = [
  ['Math', () => Math, ['random']],
  ['performance', () => performance, ['now']],
  ['crypto', () => crypto, ['getRandomValues', 'randomUUID']],
  ['process', () => process, ['hrtime', 'uptime', 'cpuUsage', 'memoryUsage']],
  ['', () => globalThis, ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']],
];

/** Runs something with clock, chance and timers watched; tells what it called, and which globals it made. */
export function trapped<T>(run: () => T): { readonly value: T; readonly touched: readonly string[] } {
  const touched = new Set<string>();
  const undo: (() => void)[] = [];
  const watch = (target: object, name: string, called: string): void => {
    const had = Object.getOwnPropertyDescriptor(target, name);
    const was = (target as Record<string, unknown>)[name];
    if (typeof was !== 'function') return;
    const watched = (...args: unknown[]): unknown => {
      touched.add(`it calls ${called}`);
      return Reflect.apply(was, target, args) as unknown;
    };
    Object.defineProperty(target, name, { value: watched, configurable: true, writable: true });
    undo.push(() => {
      if (had) Object.defineProperty(target, name, had);
      else delete (target as Record<string, unknown>)[name];
    });
  };
  for (const [owner, of, names] of FORBIDDEN)
    for (const name of names) watch(of(), name, owner === '' ? name : `${owner}.${name}`);
  const RealDate = Date;
  const WatchedDate = new Proxy(RealDate, {
    construct(target, args: unknown[], newTarget) {
      if (args.length === 0) touched.add('it calls new Date() without a time');
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply() {
      touched.add('it calls Date()');
      return RealDate();
    },
    get(target, name, receiver) {
      if (name === 'now') touched.add('it calls Date.now');
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  globalThis.Date = WatchedDate;
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  try {
    const value = run();
    for (const name of Object.getOwnPropertyNames(globalThis))
      if (!globals.has(name)) touched.add(`it makes a global, ${name}`);
    return { value, touched: [...touched] };
  } finally {
    globalThis.Date = RealDate;
    for (const back of undo) back();
  }
}
