import { issue, parseInstant, type Instant, type Issue, type Json } from '@yingji/core';
import { at, textAt } from '../webhook/pointer.js';

/** What one service of one device reported. */
export interface ServiceReport {
  readonly device: string;
  readonly service: string;
  readonly properties: Json;
  readonly at?: Instant;
  readonly path: string;
}

/** As many as a city has detectors behind one gateway. */
const MOST_REPORTS = 20_000;

/**
 * Properties that devices report by Huawei IoTDA: as the device publishes them (`services`; its topic names it), as a gateway does for
 * those behind it (`devices`), and as the platform forwards them (`notify_data`, unverified).
 */
export function readIotda(
  value: Json,
  ofTopic: string | undefined,
): { readonly reports: readonly ServiceReport[]; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const forwarded = textAt(value, '/notify_data/header/device_id');
  const behind = at(value, '/devices');
  const holders: readonly (readonly [device: string | undefined, path: string])[] =
    forwarded !== undefined
      ? [[forwarded, '/notify_data/body']]
      : Array.isArray(behind)
        ? behind.map((_, i) => [textAt(value, `/devices/${i}/device_id`), `/devices/${i}`])
        : [[ofTopic, '']];
  const reports = holders.flatMap(([device, path]) => {
    const services = at(value, `${path}/services`);
    const wrong = (message: string, where: string): [] => {
      issues.push(issue('iotda-no-report', message, { path: where }));
      return [];
    };
    if (device === undefined) return wrong('No device is named, neither here nor by {device} in the topic.', path);
    if (!Array.isArray(services)) return wrong('There is no list of services.', `${path}/services`);
    return services.flatMap((_, i): ServiceReport[] => {
      const here = `${path}/services/${i}`;
      const service = textAt(value, `${here}/service_id`);
      const properties = at(value, `${here}/properties`);
      if (service === undefined || properties === undefined)
        return wrong('A service has no service_id or no properties.', here);
      const time = textAt(value, `${here}/event_time`);
      const stated = time === undefined ? undefined : eventTime(time);
      if (time !== undefined && stated === undefined)
        issues.push(
          issue('iotda-no-time', 'This is no event_time; that of receipt counts.', {
            path: `${here}/event_time`,
            level: 'warning',
          }),
        );
      return [{ device, service, properties, path: here, ...(stated !== undefined && { at: stated }) }];
    });
  });
  if (reports.length <= MOST_REPORTS) return { reports, issues };
  // Those that are left out would be lost, and nobody would know.
  const message = `The message tells of more than ${MOST_REPORTS} services; none is taken. Send it in parts.`;
  return { reports: [], issues: [issue('iotda-too-many', message)] };
}

/** `20151212T121212Z`, or RFC 3339 with milliseconds; always UTC. */
function eventTime(text: string): Instant | undefined {
  const packed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!packed) return parseInstant(text);
  const [year, month, day, hour, minute, second] = packed.slice(1);
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
