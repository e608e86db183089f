import { defineXmlNames } from '../xml/xml-names.js';

/** Place of an element in its sequence, and whether it may stand there more than once. */
interface CapElement {
  readonly name: string;
  readonly order: number;
  readonly many: boolean;
}

export interface CapSequence {
  readonly elements: ReadonlyMap<string, CapElement>;
  /** One bit for each element that must be there, by its order. */
  readonly required: number;
}

/** `name` once or never, `name!` exactly once, `name*` any number, `name+` at least once: OASIS CAP 1.2 §3.4. */
function sequence(words: string): CapSequence {
  const parts = words.split(' ');
  return {
    elements: new Map(
      parts.map((word, order) => {
        const name = word.replace(/[!*+]$/, '');
        return [name, { name, order, many: /[*+]$/.test(word) }];
      }),
    ),
    required: parts.reduce((bits, word, order) => (/[!+]$/.test(word) ? bits | (1 << order) : bits), 0),
  };
}

export const alertElements = sequence(
  'identifier! sender! sent! status! msgType! source scope! restriction addresses code* note references incidents info*',
);
export const infoElements = sequence(
  'language category+ event! responseType* urgency! severity! certainty! audience eventCode* effective onset expires senderName headline description instruction web contact parameter* resource* area*',
);
export const resourceElements = sequence('resourceDesc! mimeType size uri derefUri digest');
export const areaElements = sequence('areaDesc! polygon* circle* geocode* altitude ceiling');
export const namedElements = sequence('valueName! value!');

/** The names of all CAP elements, for the reader of the document. */
export const capNames = defineXmlNames([
  'alert',
  ...[alertElements, infoElements, resourceElements, areaElements, namedElements].flatMap(({ elements }) => [
    ...elements.keys(),
  ]),
]);

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

export const vocabulary = {
  status: words('Actual Exercise System Test Draft'),
  msgType: words('Alert Update Cancel Ack Error'),
  scope: words('Public Restricted Private'),
  category: words('Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other'),
  responseType: words('Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None'),
  urgency: words('Immediate Expected Future Past Unknown'),
  severity: words('Extreme Severe Moderate Minor Unknown'),
  certainty: words('Observed Likely Possible Unlikely Unknown'),
} as const;

/** Values that circulate and mean one of the above: CAP 1.2 §3.2.2 reads the 1.0 value "Very Likely" as "Likely". */
export const formerValues: ReadonlyMap<string, string> = new Map([['very likely', 'Likely']]);

const VERSIONS: { readonly [namespace: string]: string } = {
  'urn:oasis:names:tc:emergency:cap:1.2': '1.2',
  'urn:oasis:names:tc:emergency:cap:1.1': '1.1',
  'http://www.incident.com/cap/1.0': '1.0',
};

/** The CAP version of a namespace; `undefined` when the namespace is not CAP's. */
export function capVersion(namespace: string): string | undefined {
  return Object.hasOwn(VERSIONS, namespace) ? VERSIONS[namespace] : undefined;
}

export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
