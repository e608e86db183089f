import type { WarningArea, WarningTelling } from '@yingji/core';
import type { Issue } from '@yingji/core';
import { issue } from '@yingji/core';
import { splitAtAntimeridian } from './antimeridian.js';
import type { CapArea, CapInfo, CapNamed, CapResource } from './cap-alert.js';

/** Several division codes in one value, as the 12379 platform writes them. */
const CODE_LIST = /^\d{6,14}(?:[\s,，、;；]+\d{6,14})+$/;

/** Characters of a list of codes that are read: some thousand codes. */
const MOST_CODES = 16_384;

/** CAP `<info>` → one telling. `path` is the pointer of the info, for the Issues. */
export function mapInfo(
  info: CapInfo,
  { path, issues }: { readonly path: string; readonly issues: Issue[] },
): WarningTelling {
  return {
    language: info.language,
    event: info.event ?? '',
    ...stated('headline', info.headline),
    ...stated('description', info.description),
    ...stated('instruction', info.instruction),
    ...stated('senderName', info.senderName),
    ...stated('audience', info.audience),
    ...stated('contact', info.contact),
    ...stated('web', info.web),
    ...stated('urgency', info.urgency),
    ...stated('severity', info.severity),
    ...stated('certainty', info.certainty),
    ...listed('categories', info.categories),
    ...listed('responseTypes', info.responseTypes),
    ...listed('codes', info.eventCodes.map(toCode)),
    ...listed('parameters', info.parameters),
    ...stated('effective', info.effective),
    ...stated('onset', info.onset),
    ...stated('expires', info.expires),
    ...listed(
      'resources',
      info.resources.map((resource, at) => mapResource(resource, { path: `${path}/resource/${at}`, issues })),
    ),
    areas: info.areas.map((area, at) => mapArea(area, { path: `${path}/area/${at}`, issues })),
  };
}

function mapArea(area: CapArea, { path, issues }: { readonly path: string; readonly issues: Issue[] }): WarningArea {
  const polygons: (readonly (readonly [number, number])[])[] = [];
  for (const [at, ring] of area.polygons.entries()) {
    const { rings, changed } = splitAtAntimeridian(ring);
    polygons.push(...rings);
    if (changed)
      issues.push(
        rings.length > 0
          ? issue('cap-antimeridian', `The polygon reaches over 180° of longitude; it is drawn as ${rings.length}.`, {
              path: `${path}/polygon/${at}`,
              level: 'info',
            })
          : issue('cap-polygon', 'The polygon has no area on the map; it is not drawn.', {
              path: `${path}/polygon/${at}`,
              clause: 'CAP 1.2 §3.2.4',
            }),
      );
  }
  const codes = area.geocodes.flatMap(({ name, value }) =>
    CODE_LIST.test(value) ? splitCodes(value).map((code) => ({ scheme: name, code })) : [{ scheme: name, code: value }],
  );
  return {
    name: area.name,
    // The same shapes, which the schema's type only calls mutable.
    ...listed('polygons', polygons as [number, number][][]),
    ...listed('circles', area.circles as { centre: [number, number]; radiusM: number }[]),
    ...listed('codes', codes),
    ...stated('altitudeFt', area.altitudeFt),
    ...stated('ceilingFt', area.ceilingFt),
  };
}

function mapResource(
  { description, mimeType, uri, derefUri, size, digest }: CapResource,
  { path, issues }: { readonly path: string; readonly issues: Issue[] },
): NonNullable<WarningTelling['resources']>[number] {
  if (derefUri !== undefined)
    issues.push(
      issue('cap-resource-left-out', 'The bytes of the resource were left out of the warning.', {
        path: `${path}/derefUri`,
        level: 'info',
      }),
    );
  return {
    description,
    ...stated('mimeType', mimeType),
    ...stated('uri', uri),
    ...stated('size', size),
    ...stated('digest', digest),
  };
}

function splitCodes(list: string): string[] {
  const codes = list.slice(0, MOST_CODES).split(/[^\d]+/);
  // What the cut left of the last one is no code.
  return list.length > MOST_CODES ? codes.slice(0, -1) : codes;
}

function toCode({ name, value }: CapNamed): { scheme: string; code: string } {
  return { scheme: name, code: value };
}

/** `{ key: value }`, or nothing where the value is absent: absent and undefined are not the same to a validator. */
export function stated<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

export function listed<K extends string, V>(key: K, values: readonly V[]): { [P in K]?: V[] } {
  return values.length === 0 ? {} : ({ [key]: [...values] } as { [P in K]?: V[] });
}
