import type { Heard, Transport } from '@yingji/core/feed';

/** Packets that were recorded, as they come from an iterator: it sets their pace. Answers go nowhere. */
export function replayed(packets: AsyncIterable<Heard>): Transport {
  return {
    stream: true,
    open(_, stop) {
      async function* taken(): AsyncGenerator<Heard & { answer(): void; settled(): void }> {
        for await (const packet of packets) {
          if (stop.aborted) return;
          yield { ...packet, answer: () => undefined, settled: () => undefined };
        }
      }
      return Promise.resolve({ packets: taken(), closed: Promise.resolve() });
    },
  };
}
