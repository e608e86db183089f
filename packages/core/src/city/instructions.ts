import { issue, type Issue } from '../error.js';
import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Instruction } from '../model/instruction.js';
import type { FeedRunner } from '../feed/runner.js';
import type { Feed } from '../ports/feed.js';
import type { LocalView, Row } from '../view/view.js';

/** A feed that may have a way to a device. */
export interface Way {
  readonly feed: Pick<Feed, 'commands' | 'hears'>;
  readonly source: string;
  readonly runner: Pick<FeedRunner, 'execute'>;
}

const LOST = issue(
  'outcome-unknown',
  'the city stopped before an answer came; look at the device whether it was done.',
);
/** After these nobody knows whether the device obeyed. */
const UNKNOWN: ReadonlySet<string> = new Set(['device-silent', 'feed-stopped', 'outcome-unknown']);

/**
 * Takes instructions that are in the log to their devices, each once, and states what came of it through `say`. One that an earlier
 * run sent and heard nothing of becomes `unknown`: to send it again could start a pump twice. Unsubscribe the answer to stop.
 */
export function followInstructions(
  view: Pick<LocalView, 'select' | 'get' | 'now'>,
  ways: readonly Way[],
  say: (drafts: readonly Draft[]) => void,
): { unsubscribe(): void } {
  const going = new Set<string>();

  async function carryOut(row: Row): Promise<void> {
    going.add(row.id);
    const [against] = await execute(row);
    say([outcome(row, against)]);
  }

  async function execute(row: Row): Promise<readonly Issue[]> {
    const { device: id, name, asked } = row.value as unknown as Instruction;
    const device = view.get(id);
    if (device?.kind !== 'device') return [issue('not-found', `${id} is gone from the picture.`)];
    const able = ways.filter(
      ({ feed, source }) =>
        feed.commands?.includes(name) && (source === device.source || feed.hears?.includes(device.source)),
    );
    const input = { device: id, native: device.value['native']!, ...asked };
    let said: readonly Issue[] = [
      issue('cannot-execute', `no feed that hears ${device.source} can do ${name}; look into docs/feeds.md which can.`),
    ];
    for (const { runner } of able) {
      said = await runner
        .execute({ v: 1, id: row.id, name, actor: row.by ?? '', at: row.at, input })
        .catch((error: unknown) => [
          issue('outcome-unknown', `the feed failed: ${String(error)}; look at the device whether it was done.`),
        ]);
      if (!said.some(({ code }) => code === 'device-not-connected')) return said;
    }
    return said;
  }

  const outcome = (row: Row, against: Issue | undefined): Draft => {
    const value: Instruction = {
      ...(row.value as unknown as Instruction),
      state: against === undefined ? 'done' : UNKNOWN.has(against.code) ? 'unknown' : 'refused',
      ...(against && { code: against.code, message: against.message.slice(0, 500) }),
    };
    return {
      ...{ v: 1, kind: 'instruction', id: row.id, at: view.now, basis: 'derived', by: 'runner' },
      cause: [row.id],
      body: { value: asJson(value) },
      ...(row.exercise !== undefined && { exercise: row.exercise }),
    };
  };

  return view
    .select({ kind: 'instruction', where: [{ field: 'state', op: 'eq', value: 'sent' }] })
    .subscribe(({ reset, put, removed }) => {
      for (const id of removed) going.delete(id);
      // A row may be shown again while its device is still being asked.
      for (const row of put.filter(({ id }) => !going.has(id))) {
        if (reset) say([outcome(row, LOST)]);
        else void carryOut(row);
      }
    });
}
