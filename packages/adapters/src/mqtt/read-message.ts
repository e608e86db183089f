import { createHash } from 'node:crypto';
import {
  heavyJson,
  issue,
  millis,
  readingsOf,
  tellsApart,
  type DeviceProfile,
  type Draft,
  type Issue,
  type Json,
  type Message,
  type ReadContext,
} from '@yingji/core';
import { parseJson } from '../json/parse-json.js';
import { noteTo, timeOf } from '../webhook/item.js';
import { at, textAt } from '../webhook/pointer.js';
import type { DeviceRoute, IotdaRoute, MqttConfig } from './config.js';
import { CUT, readEnvelope, RETAINED } from './envelope.js';
import { readIotda } from './iotda.js';
import { readAnswers } from './orders.js';
import { matchTopic } from './topics.js';

/** Where a payload does not say when it was true, the same one comes again within so long, and is news after it. */
const RETRY_MS = 10 * 60_000;

type Context = ReadContext<MqttConfig> & { readonly profiles: ReadonlyMap<string, DeviceProfile> };
/** What a route makes of a message. */
interface Said {
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
  /** Something of it is kept aside, as nobody mapped it. */
  readonly unmapped?: true;
}

/** A message of a broker with its topic → what it says, by the first route that its topic matches. Pure. */
export function readMqtt(bytes: Uint8Array, context: Context): Message {
  const envelope = readEnvelope(bytes);
  if (!envelope) {
    const message = 'This is no message with its topic before it, a line each: topic, mark, payload.';
    return { key: sumOf(bytes), drafts: [], issues: [issue('mqtt-no-topic', message)] };
  }
  const { topic, mark, payload } = envelope;
  const { config, receivedAt } = context;
  const sum = sumOf(topic, payload);
  const again = (): string => `${sum}-${mark}@${Math.floor(millis(receivedAt) / RETRY_MS)}`;
  if (mark.startsWith(CUT)) {
    const message = `Only the first ${payload.length} bytes were taken; raise maxBytes, or have less sent at once.`;
    return { key: again(), drafts: [], issues: [issue('mqtt-too-large', message)] };
  }
  const answers = readAnswers(topic, () => jsonOf(payload).value, config);
  for (const route of config.routes) {
    const match = matchTopic(route.topic, topic);
    if (!match) continue;
    const retained = mark === RETAINED;
    const { device } = match;
    const read = (key: string): Said =>
      route.as === 'iotda'
        ? ofIotda(payload, { ...context, route, key, device, kept: retained })
        : ofDevice(payload, { ...context, route, key, device, kept: retained });
    // What says itself when it was true is the same whenever it comes: its own text is then enough of a name.
    const first = read(sum);
    const isDated = ({ at }: Draft): boolean => at !== receivedAt && (retained || tellsApart(at, receivedAt));
    const dated = first.drafts.length > 0 && first.drafts.every(isDated);
    const said = dated || first.drafts.length === 0 ? first : read(again());
    const lost = said.drafts.length === 0 && said.issues.some(({ level }) => level === 'error');
    const aside = !lost && (said.unmapped || said.issues.some(({ level }) => level === 'error'));
    return {
      key: dated ? sum : again(),
      drafts: said.drafts,
      issues: retained && !dated ? [...said.issues, undatedRetained] : said.issues,
      ...(aside && { outcome: 'unmapped' as const }),
      ...(answers && { answers }),
    };
  }
  if (answers) return { key: again(), drafts: [], outcome: 'good', answers };
  const message = 'No route is for this topic; the message is kept aside.';
  const issues = [issue('mqtt-unmapped', message, { path: '/topic', level: 'warning' })];
  return { key: again(), drafts: [], issues, outcome: 'unmapped' };
}

interface Routed<R> extends Context {
  readonly route: R;
  readonly key: string;
  readonly device: string | undefined;
  /** The broker had kept it. */
  readonly kept: boolean;
}

function ofDevice(bytes: Uint8Array, { route, key, device, kept, ...context }: Routed<DeviceRoute>): Said {
  const { source, receivedAt, config, profiles } = context;
  const { registry, utcOffset } = config;
  const profile = profiles.get(route.profile)!;
  const renames = Object.keys(route.names).length > 0;
  const whole = route.payload === '' && route.device === undefined && route.at === undefined && !renames;
  if (whole || profile.payload === 'bytes')
    return device === undefined || !isName(device)
      ? nameless
      : readingsOf(profile, { native: device, key, kept, payload: bytes }, { source, registry, receivedAt });
  const { value, wrong } = jsonOf(bytes);
  if (wrong) return { drafts: [], issues: [wrong] };
  const issues: Issue[] = [];
  const native = route.device === undefined ? device : textAt(value, route.device);
  if (native === undefined || !isName(native)) return nameless;
  const time = timeOf(value, route.at, { utcOffset, note: noteTo(issues, '') });
  const payload = at(value, route.payload);
  const message = {
    native,
    key,
    kept,
    payload: renamed(payload ?? null, route.names),
    ...(time !== undefined && { at: time }),
  };
  const said = readingsOf(profile, message, { source, registry, receivedAt });
  return { drafts: said.drafts, issues: [...issues, ...said.issues] };
}

function ofIotda(bytes: Uint8Array, { route, key, device, kept, ...context }: Routed<IotdaRoute>): Said {
  const { source, receivedAt, config, profiles } = context;
  const { value, wrong } = jsonOf(bytes);
  if (wrong) return { drafts: [], issues: [wrong] };
  const { reports, issues: found } = readIotda(value, device);
  const issues = [...found];
  let unmapped = false;
  const drafts = reports.flatMap((report, i) => {
    const named = Object.hasOwn(route.services, report.service) ? route.services[report.service]! : '';
    const profile = profiles.get(named);
    if (!profile || !isName(report.device)) {
      unmapped = true;
      const message = 'No profile is named for this service, or its device has no name; it is kept aside.';
      issues.push(issue('iotda-unmapped', message, { path: report.path, level: 'warning' }));
      return [];
    }
    const said = readingsOf(
      profile,
      {
        native: report.device,
        // A message tells of several services, and of one several times.
        key: reports.length > 1 ? `${key}.${i}` : key,
        kept,
        payload: renamed(report.properties, route.names),
        ...(report.at !== undefined && { at: report.at }),
      },
      { source, registry: config.registry, receivedAt },
    );
    issues.push(...said.issues);
    return [...said.drafts];
  });
  return { drafts, issues, ...(unmapped ? { unmapped: true as const } : {}) };
}

/** A payload whose members are called as the profile calls them. */
function renamed(payload: Json, names: Readonly<Record<string, string>>): Json {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  const member = (name: string): string => (Object.hasOwn(names, name) ? names[name]! : name);
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [member(name), value as Json]));
}

const isName = (native: string): boolean => native !== '' && native.length <= 120 && !/\p{Surrogate}/u.test(native);

const undatedRetained = issue(
  'mqtt-retained',
  'The broker had kept this, and it does not say when it was true; receipt counts, it may be older.',
  { level: 'warning' },
);

const nameless: Said = {
  drafts: [],
  issues: [issue('mqtt-no-device', 'No device is named where its name is due.')],
};

type ReadJson = { readonly value: Json; readonly wrong?: never } | { readonly value?: never; readonly wrong: Issue };

function jsonOf(bytes: Uint8Array): ReadJson {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const wrong = heavyJson(text);
    return wrong ? { wrong } : { value: parseJson(text) };
  } catch {
    return { wrong: issue('payload-no-json', `These ${bytes.length} bytes are no whole JSON; they may be cut.`) };
  }
}

function sumOf(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('base64url').slice(0, 22);
}
