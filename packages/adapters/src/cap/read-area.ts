import type { XmlElement } from '../xml/xml-element.js';
import type { CapArea, CapCircle, CapNamed, CapPoint, CapResource } from './cap-alert.js';
import { readCircle, readPolygon, type ShapeFault } from './coordinates.js';
import { Area, emptyList, NamedValue } from './parts.js';
import { lineOf, short, textOf, walk } from './read-elements.js';
import { tell, type CapReading, type Where } from './tell.js';
import { areaElements, namedElements, resourceElements } from './vocabulary.js';

/** Corners of one alert's polygons: more than a map of a country's districts. */
const MOST_CORNERS = 50_000;

/** `<valueName>` with `<value>`: a pair without a name or without a value says nothing and is left out, with an Issue. */
export function readNamed(reading: CapReading, where: Where, stranger: (where: Where) => void): CapNamed | undefined {
  const { children, text, ns } = where.element;
  const [first, second] = children;
  // As the norm asks, which is nearly always.
  if (
    children.length === 2 &&
    text === '' &&
    first!.name === 'valueName' &&
    second!.name === 'value' &&
    first!.ns === ns &&
    second!.ns === ns
  ) {
    const name = lineOf(reading, where, first!);
    const value = textOf(reading, where, second!);
    return name === undefined || value === undefined ? undefined : new NamedValue(name, value);
  }
  let name: string | undefined;
  let value: string | undefined;
  walk(reading, where, {
    sequence: namedElements,
    take: (child) => {
      if (child.name === 'valueName') name = lineOf(reading, where, child);
      else value = textOf(reading, where, child);
    },
    stranger: (child) => stranger({ up: where, element: child }),
  });
  return name === undefined || value === undefined ? undefined : new NamedValue(name, value);
}

export function readResource(reading: CapReading, where: Where, stranger: (where: Where) => void): CapResource {
  const found: { -readonly [K in keyof CapResource]?: CapResource[K] } = {};
  walk(reading, where, {
    sequence: resourceElements,
    take: (child) => {
      const text = textOf(reading, where, child);
      if (text === undefined) return;
      if (child.name === 'resourceDesc') found.description = text;
      else if (child.name === 'mimeType') found.mimeType = text;
      else if (child.name === 'uri') found.uri = text;
      else if (child.name === 'derefUri') found.derefUri = text;
      else if (child.name === 'digest') found.digest = text;
      else if (/^\d{1,15}$/.test(text)) found.size = Number(text);
      else
        tell(
          reading,
          { up: where, element: child },
          {
            code: 'cap-size',
            message: `"${short(text)}" is no size in bytes; it was left out.`,
            clause: 'CAP 1.2 §3.2.3',
          },
        );
    },
    stranger: (child) => stranger({ up: where, element: child }),
  });
  if (found.uri !== undefined && found.derefUri === undefined && !/^[a-z][a-z0-9+.-]*:/i.test(found.uri))
    tell(reading, where, {
      code: 'cap-relative-uri',
      message: 'A relative <uri> points nowhere without <derefUri>.',
      clause: 'CAP 1.2 §3.2.3',
    });
  return {
    description: found.description ?? '',
    mimeType: found.mimeType,
    size: found.size,
    uri: found.uri,
    derefUri: found.derefUri,
    digest: found.digest,
  };
}

export function readArea(reading: CapReading, where: Where, stranger: (where: Where) => void): CapArea {
  let name: string | undefined;
  let altitudeFt: number | undefined;
  let ceilingFt: number | undefined;
  let ceiling: XmlElement | undefined;
  const polygons = emptyList<readonly CapPoint[]>();
  const circles = emptyList<CapCircle>();
  const geocodes = emptyList<CapNamed>();
  const unread = emptyList<string>();

  const faulty = (element: XmlElement, text: string, fault: ShapeFault): void => {
    if (fault.kind === 'lost' && text !== '') unread.push(text);
    tell(
      reading,
      { up: where, element },
      {
        code: element.name === 'polygon' ? 'cap-polygon' : 'cap-circle',
        level: fault.kind === 'lost' && text !== '' ? 'error' : 'warning',
        message: `The ${element.name} ${fault.what}${fault.kind === 'lost' ? '; it is not drawn' : ''}.`,
        clause: 'CAP 1.2 §3.2.4',
      },
    );
  };

  walk(reading, where, {
    sequence: areaElements,
    take: (child) => {
      switch (child.name) {
        case 'polygon': {
          const { ring, fault } = readPolygon(child.text, MOST_CORNERS - reading.corners);
          if (ring) {
            reading.corners += ring.length;
            polygons.push(ring);
          }
          if (fault) faulty(child, child.text.trim(), fault);
          break;
        }
        case 'circle': {
          const { circle, fault } = readCircle(child.text);
          if (circle) circles.push(circle);
          if (fault) faulty(child, child.text.trim(), fault);
          break;
        }
        case 'geocode': {
          const named = readNamed(reading, { up: where, element: child }, stranger);
          if (named) geocodes.push(named);
          break;
        }
        case 'areaDesc':
          name = lineOf(reading, where, child);
          break;
        case 'altitude':
          altitudeFt = readFeet(reading, where, child);
          break;
        default:
          ceiling = child;
          ceilingFt = readFeet(reading, where, child);
      }
    },
    stranger: (child) => stranger({ up: where, element: child }),
  });

  if (ceiling && altitudeFt === undefined)
    tell(reading, where, {
      code: 'cap-ceiling',
      message: '<ceiling> has no <altitude> under it.',
      clause: 'CAP 1.2 §3.2.4',
    });
  if (ceiling && ceilingFt !== undefined && altitudeFt !== undefined && ceilingFt <= altitudeFt)
    tell(
      reading,
      { up: where, element: ceiling },
      {
        code: 'cap-ceiling-below',
        message: `The ceiling ${ceilingFt} ft is not above the altitude ${altitudeFt} ft.`,
        clause: 'CAP 1.2 §3.2.4',
      },
    );
  return new Area({ name: name ?? '', polygons, circles, geocodes, altitudeFt, ceilingFt, unread });
}

function readFeet(reading: CapReading, where: Where, element: XmlElement): number | undefined {
  const text = textOf(reading, where, element);
  if (text === undefined) return undefined;
  const feet = /^[+-]?\d{1,9}(\.\d{0,9})?$/.test(text) ? Number(text) : undefined;
  if (feet === undefined || feet < 0)
    tell(
      reading,
      { up: where, element },
      {
        code: 'cap-altitude',
        message:
          feet === undefined
            ? `"${short(text)}" is no height in feet; it was left out.`
            : `${feet} ft is below mean sea level.`,
        clause: 'CAP 1.2 §3.2.4',
      },
    );
  return feet;
}
