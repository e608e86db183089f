import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import { digest } from '../model/digest.js';
import { entityId, type EntityId } from '../model/id.js';
import type { Link } from '../model/link.js';
import type { Report } from '../model/report.js';
import type { Analyst } from '../view/analyst.js';
import type { Reader, Row } from '../view/view.js';

const BY = 'peer-calls@1';
const REASON = 'number-told-by-source';

/**
 * One call at several desks: where the source of a report says by which number another agency has it (`peers`) and that report
 * is there, real with real or of one drill, they become a link `same-as`. It is taken back when no source says so any more, and
 * never stated again where people took it back. It merges nothing and raises nothing.
 */
export const peerCalls: Analyst = {
  id: 'peer-calls',
  version: 1,
  watches: [{ kind: 'report', where: [{ field: 'channel', op: 'ne', value: 'device' }] }],
  step([delta], { view }) {
    const drafts = new Map<EntityId, Draft>();
    for (const call of delta?.put ?? [])
      for (const other of othersOf(call, view))
        for (const draft of settle(call, other, view)) if (!drafts.has(draft.id)) drafts.set(draft.id, draft);
    return { drafts: [...drafts.values()] };
  },
};

const peersOf = ({ value }: Row): readonly EntityId[] => (value as unknown as Report).peers ?? [];
const isOurs = ({ kind, by }: Row): boolean => kind === 'link' && by === BY;

/** Reports it names, that name it, or that were linked with it before. */
function othersOf(call: Row, view: Reader): Row[] {
  const around = view.referring(call.id);
  const ids = new Set<string>([
    ...peersOf(call),
    ...around.filter((row) => row.kind === 'report').map(({ id }) => id),
    ...around.filter(isOurs).flatMap(({ value }) => [value['from'] as string, value['to'] as string]),
  ]);
  return [...ids]
    .map((id) => view.get(id as EntityId))
    .filter((row) => row !== undefined)
    .filter((row) => row.kind === 'report' && row.source !== call.source && row.exercise === call.exercise);
}

function settle(call: Row, other: Row, view: Reader): Draft[] {
  const told = [call, other].filter((one) => peersOf(one).includes(one === call ? other.id : call.id));
  const made = view
    .referring(call.id)
    .filter((row) => isOurs(row) && (row.value['from'] === other.id || row.value['to'] === other.id))
    .filter(({ value }) => value['undoes'] === undefined);
  const undone = (link: Row): Row | undefined =>
    view.referring(link.id).find(({ value }) => value['undoes'] === link.id);
  const standing = made.find((link) => !undone(link));
  const [teller] = told;
  if (!teller) return standing ? [undo(standing, call)] : [];
  if (standing || made.some((link) => undone(link)?.by !== BY)) return [];
  const value: Link = {
    from: teller.id,
    to: teller === call ? other.id : call.id,
    role: 'same-as',
    reasons: [REASON],
  };
  return [draft(`${[call.id, other.id].sort().join(' ')} ${made.length}`, value, call)];
}

const undo = ({ id, value }: Row, call: Row): Draft =>
  draft(
    `undo ${id}`,
    { ...(value as unknown as Link), undoes: id as EntityId<'link'>, reasons: [`not-${REASON}`] },
    call,
  );

function draft(of: string, value: Link, { id, at, exercise }: Row): Draft {
  const made: Draft = {
    v: 1,
    kind: 'link',
    id: entityId('link', 'city', digest(`${BY} ${of}`)),
    at,
    basis: 'derived',
    by: BY,
    cause: [id],
    body: { value: asJson(value) },
  };
  return exercise === undefined ? made : { ...made, exercise };
}
