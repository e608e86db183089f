import * as z from 'zod';

/** Offset of times that a source writes without one; each feed says which those are. */
export const utcOffsetOption = z
  .string()
  .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'must be like +08:00')
  .default('+08:00');

/** Headers of a request, by name. */
export const headersOption = z
  .record(
    z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name'),
    z.string().regex(/^[^\r\n]*$/, 'must be one line'),
  )
  .default({});
