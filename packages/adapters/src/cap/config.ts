import { issue, type Issue, type Json } from '@yingji/core';
import * as z from 'zod';
import { headersOption } from '../transports/common-options.js';
import { xmlLimits, type XmlLimits } from '../xml/xml-limits.js';

const poll = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), 'holds a user or password; send an Authorization header')
    .describe('http or https address of a CAP alert, or of an Atom or RSS list of alerts.'),
  everyS: z.number().min(0.1).max(86_400).default(60).describe('Ask again after so many seconds.'),
  timeoutS: z.number().min(1).max(600).default(20).describe('Give up on one answer after so many seconds.'),
  headers: headersOption.describe(
    'Headers to send, such as an Authorization; write secrets as env: or file: references of the host.',
  ),
});

/** Configuration of the feed; the README lists it. */
export const capConfig = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Folder that is watched; every file in it is one document. Put files in by renaming them; none is ever deleted here.',
      ),
    files: z
      .array(z.string().min(1))
      .max(1_000)
      .default([])
      .describe('Single files, read at the start and again when they change.'),
    rescanS: z
      .number()
      .min(0.05)
      .max(86_400)
      .default(10)
      .describe('Look at folder and files so often even if the system reports no change, in seconds.'),
    http: z.array(poll).max(100).default([]).describe('Addresses that are polled.'),
    follow: z
      .array(
        z
          .string()
          .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/, 'must be a host name, with a port where it is not the usual one'),
      )
      .max(100)
      .default([])
      .describe(
        'Hosts (name or name:port) to which the links of a list are followed, and redirects that leave the polled host.',
      ),
    followMost: z
      .number()
      .int()
      .min(0)
      .max(1_000)
      .default(50)
      .describe('Most links followed from one answer; the rest waits for the next.'),
    maxBytes: z
      .number()
      .int()
      .min(1_024)
      .max(64 * 1_048_576)
      .default(1_048_576)
      .describe('Largest document, bytes.'),
    encoding: z
      .enum(['gb18030', 'windows-1252'])
      .optional()
      .describe('Encoding to read by where the bytes do not fit the declared one.'),
    offset: z
      .string()
      .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'must be like +08:00')
      .optional()
      .describe('Offset of times that are written without one; absent: such times are not read.'),
  })
  .refine(
    ({ folder, files, http }) => folder !== undefined || files.length > 0 || http.length > 0,
    'names nothing to read: give folder, files or http',
  );

export type CapConfig = z.infer<typeof capConfig>;
export type CapPoll = CapConfig['http'][number];

/** Checks a configuration; Issues point into it. */
export function readCapConfig(config: Json): { readonly config: CapConfig } | { readonly issues: readonly Issue[] } {
  const result = capConfig.safeParse(config);
  if (result.success) return { config: result.data };
  return {
    issues: result.error.issues.map(({ path, message }) => {
      const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
      return issue('bad-config', `${pointer || 'The configuration'}: ${message}.`, { path: pointer });
    }),
  };
}

/** How documents are read by a configuration. */
export function decodeOptions({ maxBytes, encoding, offset }: CapConfig): {
  readonly limits: XmlLimits;
  readonly encoding: string | undefined;
  readonly offset: string | undefined;
} {
  // Who lets documents be larger means longer lists.
  const elements = Math.max(xmlLimits.elements, Math.ceil((xmlLimits.elements * maxBytes) / xmlLimits.bytes));
  return { limits: { ...xmlLimits, bytes: maxBytes, elements }, encoding, offset };
}
