import { issue, type Draft, type EntityId, type Instant, type Issue, type Json, type Warning } from '@yingji/core';
import type { CapAlert } from './cap-alert.js';
import { gradeOf } from './grade.js';
import { identityOf, warningId } from './identity.js';
import { listed, mapInfo, stated } from './map-telling.js';
import { firstIssues } from './tell.js';
import { readsAsEnd, verbOf } from './verb.js';

export interface MapContext {
  readonly source: string;
  readonly receivedAt: Instant;
  /** Stands in for what a message should say of itself and does not. */
  readonly hash: string;
}

export interface Mapped {
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
  /** `sender,identifier,sent`: what the message calls itself. */
  readonly identity: string;
}

const SCOPES: { readonly [scope: string]: Warning['scope'] } = {
  Public: 'public',
  Restricted: 'restricted',
  Private: 'private',
};
/** Event codes of the national emergency platform: 11B03. The letter keeps other codes of five digits out. */
const EVENT_CODE = /^1[1-4][A-Z]\d\d$/;

/** CapAlert → one Draft of kind `warning`, or none where the message states nothing about the world. Pure. */
export function mapAlert(alert: CapAlert, { source, receivedAt, hash }: MapContext): Mapped {
  const issues: Issue[] = [];
  const identity = alert.identifier === undefined ? `${identityOf(alert)},${hash}` : identityOf(alert);
  const silence = whyNoWarning(alert);
  if (silence) return { drafts: [], issues: [silence], identity };

  const basis = alert.status === undefined || !STATUSES.has(alert.status) ? 'unknown' : 'stated';
  if (basis === 'unknown')
    issues.push(
      issue('cap-status-unknown', 'Whether this is an exercise is not known; it is shown as real. Ask the sender.', {
        path: '/alert/status',
        clause: 'CAP 1.2 §3.2.1',
      }),
    );
  if (alert.identifier === undefined || alert.sender === undefined || alert.sent === undefined)
    issues.push(
      issue(
        'cap-identity',
        `The message does not fully name itself (${identity.slice(0, 120)}); updates of it may not be joined to it.`,
        { path: '/alert', level: 'warning', clause: 'CAP 1.2 §3.2.1' },
      ),
    );
  const sent = alert.sent ?? receivedAt;
  const id = warningId(source, identity);
  const value = fresh(toWarning(alert, { source, sent, id, issues }), issues);
  const exercise =
    alert.status === 'Exercise' ? (alert.incidents[0] ?? 'exercise') : alert.status === 'Test' ? 'test' : undefined;
  return {
    drafts: [{ v: 1, kind: 'warning', id, at: sent, basis, body: { value }, ...stated('exercise', exercise) }],
    issues: firstIssues(issues),
    identity,
  };
}

const STATUSES = new Set(['Actual', 'Exercise', 'Test']);

function whyNoWarning({ status, msgType, identifier, sender, infos, note }: CapAlert): Issue | undefined {
  if (status === 'Draft' || status === 'System')
    return issue('cap-not-for-people', `Status ${status}: a template or a message between systems, no warning.`, {
      path: '/alert/status',
      level: 'info',
      clause: 'CAP 1.2 §3.2.1',
    });
  if (msgType === 'Ack' || msgType === 'Error')
    return issue(
      'cap-answer',
      `${msgType}: an answer to another message, no warning.${note === undefined ? '' : ` Note: ${note.slice(0, 200)}`}`,
      {
        path: '/alert/msgType',
        level: msgType === 'Error' ? 'warning' : 'info',
        clause: 'CAP 1.2 §3.2.1',
      },
    );
  if (infos.length === 0 && (identifier === undefined || sender === undefined))
    return issue('cap-says-nothing', 'The alert neither names itself nor says anything.', {
      path: '/alert',
      clause: 'CAP 1.2 §3.2',
    });
  return undefined;
}

function toWarning(
  alert: CapAlert,
  {
    source,
    sent,
    id,
    issues,
  }: { readonly source: string; readonly sent: Instant; readonly id: EntityId; readonly issues: Issue[] },
): Warning {
  const { infos } = alert;
  const { scheme, grade, doubt } = gradeOf(alert);
  if (doubt !== undefined) issues.push(issue('cap-grade', `${doubt}.`, { path: '/alert/info', level: 'warning' }));
  const verb = verbOf(alert);
  if (readsAsEnd(alert))
    issues.push(
      issue(
        'cap-reads-as-end',
        `This ${alert.msgType ?? 'message'} reads like an end, but only Cancel ends a warning: it stays in force. Ask the sender.`,
        { path: '/alert/msgType', level: 'warning', clause: 'CAP 1.2 §3.2.1' },
      ),
    );
  if (alert.addresses.length > 0)
    issues.push(
      issue('cap-addresses-left-out', `${alert.addresses.length} addressee(s) were left out: they may be persons.`, {
        path: '/alert/addresses',
        level: 'info',
      }),
    );
  const references = [...new Set(alert.references.map((reference) => warningId(source, identityOf(reference))))].filter(
    (other) => other !== id,
  );
  const effectives = infos.flatMap(({ effective }) => effective ?? []);
  const expiries = infos.flatMap(({ expires }) => expires ?? []);
  return {
    scheme,
    ...stated('grade', grade),
    ...stated(
      'eventType',
      infos.flatMap(({ eventCodes }) => eventCodes.map(({ value }) => value)).find((code) => EVENT_CODE.test(code)),
    ),
    title: titleOf(alert),
    verb,
    issuer: alert.sender ?? '',
    native: alert.identifier ?? '',
    sent,
    // One info without a time leaves the whole open on that side: CAP 1.2 §3.2.2.
    ...stated('effective', effectives.length === infos.length ? byTime(effectives)[0] : undefined),
    ...stated('expires', expiries.length === infos.length ? byTime(expiries).at(-1) : undefined),
    references,
    tellings: infos.map((info, at) => mapInfo(info, { path: `/alert/info/${at}`, issues })),
    ...stated(
      'scope',
      alert.scope === undefined || !Object.hasOwn(SCOPES, alert.scope) ? undefined : SCOPES[alert.scope],
    ),
    ...listed('incidents', alert.incidents.slice(0, 100)),
    ...stated('note', alert.note),
    ...extraOf(alert),
  };
}

/** What no field takes, so that nothing is lost silently. */
function extraOf(alert: CapAlert): Pick<Warning, 'extra'> {
  const unread = alert.infos.flatMap(({ areas }) => areas.flatMap((area) => area.unread));
  const extra: NonNullable<Warning['extra']> = {
    ...(alert.version === '' ? {} : { 'cap:version': alert.version }),
    ...stated('cap:source', alert.source),
    ...stated('cap:restriction', alert.restriction),
    ...listed('cap:code', alert.codes),
    ...(alert.signed ? { 'cap:signature': 'not verified' } : {}),
    ...listed(
      'cap:shapes-unread',
      unread.slice(0, 20).map((text) => text.slice(0, 2_000)),
    ),
    ...Object.fromEntries(alert.unknown.map(({ path, text }) => [`cap:${path}`, text])),
  };
  return Object.keys(extra).length === 0 ? {} : { extra };
}

/** Duty officers read Chinese first, then English. */
function titleOf({ infos, note, msgType, identifier }: CapAlert): string {
  const info =
    infos.find(({ language }) => /^zh(?![a-z])/i.test(language)) ??
    infos.find(({ language }) => /^en(?![a-z])/i.test(language)) ??
    infos[0];
  const text = info?.headline ?? info?.event ?? info?.description ?? note ?? `${msgType ?? 'CAP'} ${identifier ?? ''}`;
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function byTime(instants: readonly Instant[]): Instant[] {
  return [...instants].sort((a, b) => Date.parse(a) - Date.parse(b));
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+/;
const CONTROLS = new RegExp(CONTROL.source, 'g');
/** A short string is a copy anyway; a longer piece of a text keeps the whole text alive. */
const PIECE = 13;

/**
 * A copy that shares no text with the document, which would stay in memory as long as the warning does. Control characters,
 * which XML does not allow and screens do not show, become U+FFFD on the way.
 */
function fresh(value: Warning, issues: Issue[]): Json {
  let found = false;
  const text = (member: string): string => {
    const odd = CONTROL.test(member);
    found ||= odd;
    const clean = odd ? member.replace(CONTROLS, '\ufffd') : member;
    return clean.length < PIECE ? clean : (JSON.parse(JSON.stringify(clean)) as string);
  };
  const copy = (member: unknown): unknown => {
    if (typeof member === 'string') return text(member);
    if (Array.isArray(member)) return typeof member[0] === 'number' ? (member as unknown) : member.map(copy);
    if (typeof member !== 'object' || member === null) return member;
    return Object.fromEntries(
      Object.entries(member).map(([key, inner]) => [text(key), key === 'polygons' ? (inner as unknown) : copy(inner)]),
    );
  };
  const clean = copy(value) as Json;
  if (found)
    issues.push(
      issue('cap-character', 'Characters that XML does not allow show as U+FFFD.', {
        path: '/alert',
        level: 'warning',
        clause: 'XML 1.0 §2.2',
      }),
    );
  return clean;
}
