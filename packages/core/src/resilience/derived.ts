import { asJson, type Json, type JsonObject } from '../json.js';
import type { Agreement } from '../model/agreement.js';
import type { Finding } from '../model/finding.js';
import type { Inspection } from '../model/inspection.js';
import type { Movement } from '../model/movement.js';
import { availabilityAt, type Responder } from '../model/responder.js';
import type { RiskSource } from '../model/risk-source.js';
import type { Shift } from '../model/shift.js';
import type { Stock } from '../model/stock.js';
import { millis, type Instant } from '../model/time.js';
import type { Transfer } from '../model/transfer.js';
import { shiftState } from '../response/on-duty.js';
import { transferSums } from '../response/transfer-sums.js';
import { factsOf, takesPart, type Fact, type KindFact } from './fact.js';
import { findingDue, findingsAt } from './findings.js';
import { isUsable } from './lots.js';
import type { Quantity } from './ledger.js';
import { onTheWay, quantityOf } from './quantity.js';
import { inspectionDue, watchState, type WatchingDevice } from './risk-state.js';
import { expiredSkills } from './skills.js';

/** What the view shows of an entity beside its value, and when that changes by time alone. */
export interface DerivedByTime {
  readonly derived: JsonObject;
  /** Milliseconds since 1970; absent: not by time alone. */
  readonly due?: number;
}

/** The earliest of these that is still to come. */
function next(derived: JsonObject, now: Instant, times: readonly (string | undefined)[]): DerivedByTime {
  const ahead = times.flatMap((time) => (time === undefined ? [] : [millis(time as Instant)]));
  const due = Math.min(...ahead.filter((time) => time > millis(now)));
  return Number.isFinite(due) ? { derived, due } : { derived };
}

/** A stock: `quantity`, `discrepancy`, `lent`, `count`, `expired`. `referring` may hold whatever names it. */
export const deriveStock = (stock: Fact<Stock>, referring: readonly KindFact[], now: Instant): DerivedByTime =>
  stockHolding(stock, quantityOf(stock, factsOf<Movement>(referring, 'movement')), now);

/** The same of a stock whose ledger is kept up. */
export function stockHolding({ value }: Fact<Stock>, quantity: Quantity, now: Instant): DerivedByTime {
  return next({ ...(asJson(quantity) as JsonObject), expired: !isUsable(value, now) }, now, [value.expires]);
}

/** The first leg of a 调拨: `inTransit`, what has not arrived; nothing for other movements. */
export function deriveMovement(movement: Fact<Movement>, referring: readonly KindFact[]): DerivedByTime {
  const { sort, direction } = movement.value;
  if (sort !== 'transfer' || direction !== 'out') return { derived: {} };
  return { derived: { inTransit: onTheWay(movement, factsOf<Movement>(referring, 'movement')) } };
}

/** What an agreement promises: `expired`, from its end on; one without an end never is. */
export const deriveAgreement = ({ value: { validUntil } }: Fact<Agreement>, now: Instant): DerivedByTime =>
  next({ expired: validUntil !== undefined && millis(validUntil as Instant) <= millis(now) }, now, [validUntil]);

/** A finding: `overdue`. */
export function deriveFinding({ value }: Fact<Finding>, now: Instant): DerivedByTime {
  const { overdue, due } = findingDue(value, now);
  return next({ overdue }, now, [due]);
}

/** A shift: `state`, `covered`. `person` is the responder as they stand, if they are known. */
export function deriveShift(
  { value }: Fact<Shift>,
  person: Pick<Responder, 'state'> | undefined,
  now: Instant,
): DerivedByTime {
  const { due, ...derived } = shiftState(value, person, now);
  return next(derived, now, [due]);
}

/** A responder: `expired`, the skills whose certificate has run out; `availability`, absent where nobody knows it by now. */
export function deriveResponder({ value }: Fact<Responder>, now: Instant): DerivedByTime {
  const availability = availabilityAt(value, millis(now));
  return next({ expired: expiredSkills(value, now), ...(availability && { availability }) }, now, [
    value.availability?.until,
    ...value.skills.map(({ expires }) => expires),
  ]);
}

/**
 * A risk source: `watch` (state, worst), `findings` (open, openMajor, overdue), `inspection` (last, due, overdue). `device`
 * gives the row of a linked device.
 */
export function deriveRiskSource(
  source: Fact<RiskSource>,
  referring: readonly KindFact[],
  { device, now }: { readonly device: (id: string) => WatchingDevice | undefined; readonly now: Instant },
): DerivedByTime {
  const findings = factsOf<Finding>(referring, 'finding');
  const inspections = factsOf<Inspection>(referring, 'inspection');
  const inspection = inspectionDue(source, inspections, now);
  const derived: { [name: string]: Json } = {
    watch: asJson(watchState(source.value, (id) => realOrOf(source, device(id)))),
    findings: asJson(findingsAt(source, findings, now)),
    inspection: asJson(inspection),
  };
  // One whose clock runs ahead counts once its time has come.
  return next(derived, now, [
    inspection.due,
    ...inspections.map(({ at }) => at),
    ...findings.map(({ value }) => findingDue(value, now).due),
  ]);
}

/** A device that another drill invented watches nothing: it is not in the picture. */
const realOrOf = ({ exercise }: Fact<unknown>, device: WatchingDevice | undefined): WatchingDevice | undefined =>
  device && takesPart(device, exercise) ? device : undefined;

/**
 * What ordered a transfer (incident, response, control, plan run): `transfers` with the sums, and how many households are still
 * on the work list; nothing where none was told of.
 */
export function deriveTransfers(
  order: Pick<Fact<unknown>, 'id' | 'exercise'>,
  referring: readonly KindFact[],
): DerivedByTime {
  const told = transferSums(order, factsOf<Transfer>(referring, 'transfer'));
  return { derived: told ? { transfers: { ...told.sums, open: told.open } } : {} };
}
