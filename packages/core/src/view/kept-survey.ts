import { Subscription } from 'rxjs';
import type { EntityId } from '../model/id.js';
import { parentsOf, type Lies } from './ground.js';
import { isRunning, surveyOf, type Survey } from './survey.js';
import type { Delta, LocalView, Row } from './view.js';

/** A survey that goes with its picture: what a change concerns is looked up again, and nothing else. */
export interface KeptSurvey {
  readonly survey: Survey;
  /** Another number as soon as something changed that an answer may rest on. */
  readonly version: number;
  /** Follows one more kind of what it rests on; whether it goes with the picture by now. */
  step(): boolean;
  stop(): void;
}

/** Keeps a survey while somebody follows an all-clear. Once it has all its steps it is true whenever its view is not about to tell of a change. */
export function keepSurvey(view: Pick<LocalView, 'select' | 'get' | 'find' | 'referring'>): KeptSurvey {
  const kept = {
    report: new Map<EntityId, Row>(),
    incident: new Map<EntityId, Row>(),
    warning: new Map<EntityId, Row>(),
    'risk-source': new Map<EntityId, Row>(),
  };
  const survey = surveyOf(view, (kind) => kept[kind].values());
  /** Where each real device is said to stand, in what each place lies, and of which device each reading is. */
  const stands = new Map<EntityId, unknown>();
  const lies = new Map<EntityId, Lies['now']>();
  const of = new Map<EntityId, EntityId>();
  const following = new Subscription();
  let version = 0;

  function follow(
    kind: string,
    { put, removed }: { put?: (row: Row) => void; removed?: (id: EntityId) => void },
  ): void {
    const take = (delta: Delta): void => {
      version += 1;
      if (put) delta.put.forEach(put);
      if (removed) delta.removed.forEach(removed);
    };
    following.add(view.select({ kind }).subscribe(take as never));
  }
  const opened = (): void => survey.forgetRunning();
  function placed(id: EntityId, now: Lies['now']): void {
    survey.placed(id, { before: lies.get(id) ?? [], now });
    lies.set(id, now);
  }
  function moved(id: EntityId, place: unknown): void {
    if (place !== stands.get(id)) survey.moved(id, place);
    stands.set(id, place);
  }
  const unheard = (reading: EntityId): void => {
    const device = of.get(reading);
    if (device !== undefined) survey.forget(device, 'readings');
  };

  function* steps(): Generator<void> {
    for (const kind of ['report', 'incident', 'warning'] as const) {
      follow(kind, {
        put(row) {
          if (isRunning(row)) kept[kind].set(row.id, row);
          else kept[kind].delete(row.id);
          opened();
        },
        removed(id) {
          kept[kind].delete(id);
          opened();
        },
      });
      yield;
    }
    // An incident may be over by another one, and a report by several.
    follow('link', { put: opened, removed: opened });
    yield;
    follow('risk-source', {
      put: (row) => void kept['risk-source'].set(row.id, row),
      removed: (id) => void kept['risk-source'].delete(id),
    });
    yield;
    follow('place', {
      put: (row) => placed(row.id, parentsOf(row)),
      removed(id) {
        placed(id, []);
        lies.delete(id);
      },
    });
    yield;
    follow('device', {
      put({ id, value, exercise }) {
        moved(id, exercise === undefined ? value['place'] : undefined);
        survey.forget(id, 'all');
      },
      removed(id) {
        moved(id, undefined);
        stands.delete(id);
        survey.forget(id, 'gone');
      },
    });
    yield;
    follow('observation', {
      put({ id, value }) {
        const device = value['device'] as EntityId;
        if (of.get(id) !== device) unheard(id);
        of.set(id, device);
        unheard(id);
      },
      removed(id) {
        unheard(id);
        of.delete(id);
      },
    });
    yield;
    follow('feed', {});
  }
  const left = steps();

  return {
    survey,
    get version() {
      return version;
    },
    step: () => left.next().done === true,
    stop: () => following.unsubscribe(),
  };
}
