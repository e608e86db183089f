import { issue, type Issue } from '@yingji/core';
import type { XmlElement } from '../xml/xml-element.js';

/** Where the codec is: the element and the way up to it. The pointer is only written out when there is something to tell. */
export interface Where {
  readonly up: Where | undefined;
  readonly element: XmlElement;
}

/** One reading of one alert. */
export interface CapReading {
  readonly issues: Issue[];
  /** Offset of times written without one. */
  readonly offset?: string | undefined;
  /** Corners of polygons read so far. */
  corners: number;
}

/** A broken document may be wrong in thousands of places; the first hundred are enough to call the sender. */
const MOST_ISSUES = 100;

const REPEATED = new Set([
  'code',
  'info',
  'category',
  'responseType',
  'eventCode',
  'parameter',
  'resource',
  'area',
  'polygon',
  'circle',
  'geocode',
]);

/** RFC 6901 pointer as if repeated elements were arrays and the others members: `/alert/info/0/area/2/polygon/0`. */
function pointerTo(where: Where): string {
  const { up, element } = where;
  const name = element.name.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1');
  if (!up) return `/${name}`;
  let index = 0;
  for (const sibling of up.element.children) {
    if (sibling === element) break;
    if (sibling.name === element.name) index += 1;
  }
  const own = index > 0 || REPEATED.has(element.name) ? `${name}/${index}` : name;
  return `${pointerTo(up)}/${own}`;
}

export interface Told {
  readonly code: string;
  readonly level?: Issue['level'];
  readonly message: string;
  readonly clause?: string;
}

/** Whether there is no use in writing another message. */
export function isFull({ issues }: CapReading): boolean {
  return issues.length > MOST_ISSUES;
}

const more = (): Issue =>
  issue('more-issues', `More than ${MOST_ISSUES} Issues in one alert; the rest is not told.`, { level: 'info' });

/** The first hundred, then one that says so. */
export function firstIssues(issues: readonly Issue[]): readonly Issue[] {
  return issues.length > MOST_ISSUES ? [...issues.slice(0, MOST_ISSUES), more()] : issues;
}

/** Adds an Issue about an element; at most a hundred, then one that says so. */
export function tell({ issues }: CapReading, where: Where, { code, level = 'warning', message, clause }: Told): void {
  if (issues.length > MOST_ISSUES) return;
  issues.push(
    issues.length === MOST_ISSUES
      ? more()
      : issue(code, message, { path: pointerTo(where), level, ...(clause === undefined ? {} : { clause }) }),
  );
}
