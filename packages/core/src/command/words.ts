import * as z from 'zod';

/** What leaves nothing to read: spaces, controls, what is not drawn, and the empty pattern of braille. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{C}\p{Z}\u2800]/gu;

/** Text that somebody can read, of so many characters at most; of those that are seen, so many at least. */
export const words = (most: number, least = 1): z.ZodString =>
  z
    .string()
    .max(most)
    .refine((text) => [...text.replace(UNSEEN, '')].length >= least, 'must be words that somebody can read');
