import * as z from 'zod';
import { extra, idOf, instant, means } from './marks.js';

/**
 * 搁置: a named person sets an incident aside until a time, and says why; without both, one that was set aside is taken back. It ends
 * nothing and counts as before. ISA-18.2 and EEMUA 191 know it as shelving.
 */
export const Shelving = z
  .strictObject({
    of: means(idOf('incident'), 'The incident.'),
    until: means(instant, 'It comes back by itself then, or when anything new is known of it before that.').optional(),
    reason: means(z.string(), 'Why it may wait, e.g. works in a known place; no personal data.').optional(),
    masked: means(z.string(), 'Name of the person as others may see it, e.g. 李*.'),
    extra,
  })
  .refine(({ until, reason }) => (until === undefined) === (reason === undefined), {
    path: ['reason'],
    message: 'whoever sets it aside says until when and why',
  });
export type Shelving = z.infer<typeof Shelving>;
export const shelvingExample: z.input<typeof Shelving> = {
  of: 'incident/city/i-1',
  until: '2026-06-12T16:30:00+08:00',
  reason: '施工排水，已派人看守',
  masked: '李*',
};
