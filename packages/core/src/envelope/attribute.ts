import { issue, type Issue } from '../error.js';
import type { Json } from '../json.js';

/** What a consumer should accept as a whole event (CloudEvents 1.0, Size Limits); one attribute need not be longer. */
const LONGEST = 65_536;
const NAME = /^[a-z0-9]+$/;
/** Control characters, lone surrogates and noncharacters: no String of the norm has one. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const URI_CHARACTERS = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\dA-Fa-f]{2})+$/;

/** Whether text may stand where the norm wants a URI-reference (RFC 3986, 4.1), by its characters. */
export const isUriReference = (text: string): boolean => text.length <= LONGEST && URI_CHARACTERS.test(text);

/** The same for an absolute URI. */
export const isUri = (text: string): boolean => /^[A-Za-z][A-Za-z\d+.-]*:./.test(text) && isUriReference(text);

/** Whether text is a media type by its form (RFC 2046). */
export const isMediaType = (text: string): boolean =>
  text.length <= LONGEST && /^[^\s/;]+\/[^\s/;]+\s*(;.*)?$/.test(text);

/** Milliseconds of an RFC 3339 timestamp of any precision; NaN for anything else. */
export function timestampMs(text: string): number {
  const upper = text.length > 64 ? '' : text.toUpperCase();
  return RFC3339.test(upper) ? Date.parse(upper) : NaN;
}

export const attributeIssue = (code: string, message: string, name: string, level: Issue['level'] = 'error'): Issue =>
  issue(code, message, { path: `/${name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`, level });

/** Why a text cannot be the value of an attribute; `undefined` = it can. */
export function unfit(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text';
  if (value === '') return 'must not be empty';
  if (value.length > LONGEST) return `is longer than ${LONGEST} characters`;
  return UNFIT.test(value) ? 'holds a control character, half a surrogate pair or a noncharacter' : undefined;
}

const OPTIONAL: { readonly [name: string]: (text: string) => string | undefined } = {
  subject: () => undefined,
  time: (text) => (Number.isNaN(timestampMs(text)) ? 'is no RFC 3339 time' : undefined),
  datacontenttype: (text) => (isMediaType(text) ? undefined : 'is no media type'),
  dataschema: (text) => (isUri(text) ? undefined : 'is no absolute URI'),
};

/** Looks at an optional or an extension attribute. An unfit one is left out, with an Issue: the event goes on without it. */
export function checkAttribute(name: string, value: Json): Issue | undefined {
  if (!NAME.test(name))
    return attributeIssue(
      'event-attribute-name',
      'An attribute is named by a–z and 0–9; it is left out.',
      name,
      'warning',
    );
  const rule = Object.hasOwn(OPTIONAL, name) ? OPTIONAL[name] : undefined;
  const wrong = rule ? (unfit(value) ?? rule(value as string)) : unfitExtension(value);
  if (wrong === undefined) return undefined;
  return attributeIssue('event-attribute', `The attribute ${wrong}; it is left out.`, name, 'warning');
}

/** An extension may be Boolean and Integer too; every other type of the norm is text in JSON. */
function unfitExtension(value: Json): string | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value !== 'number') return unfit(value);
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31
    ? undefined
    : 'must be a whole number of 32 bits';
}
