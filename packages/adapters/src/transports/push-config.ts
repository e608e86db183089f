import * as z from 'zod';

/** Options of a feed that takes signed pushes; see `httpPush`. */
export const pushConfig = z.strictObject({
  port: z.int().min(0).max(65_535).describe('TCP port to listen on; 0 takes any free one.'),
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  path: z
    .string()
    .regex(/^\/[\w./-]*$/, 'must be a path')
    .default('/')
    .describe('Path that takes messages.'),
  secret: z.string().min(16).describe('Key of the signature, at least 16 characters; env: or file: of the host.'),
  formerSecret: z.string().min(16).optional().describe('The key before, taken too while the source changes over.'),
  windowS: z.number().min(5).max(3_600).default(300).describe('How far the clock of the source may be off, seconds.'),
  maxBytes: z
    .int()
    .min(1_024)
    .max(64 * 1_048_576)
    .default(1_048_576)
    .describe('Largest body, bytes.'),
});
