import { millis, YingjiError, type Actor, type Clock, type Instant, type Logger } from '@yingji/core';
import * as z from 'zod';
import { readPrivate, replacePrivate, watchFile } from './private-file.js';
import { instantText } from './token-file.js';

const word = z.string().min(1).max(256);

const DenyFile = z.strictObject({
  v: z.literal(1),
  denied: z
    .array(
      z
        .strictObject({ jti: word.optional(), sub: word.optional(), at: instantText, until: instantText.optional() })
        .refine(({ jti, sub }) => (jti === undefined) !== (sub === undefined), {
          error: 'names either a jti or a sub',
        }),
    )
    .max(100_000),
});

/** One credential (`jti`) or one actor with all credentials (`sub`, the actor's id) that is let in no more. */
export interface Denied {
  readonly jti?: string | undefined;
  readonly sub?: string | undefined;
  readonly at: Instant;
  /** When the credential has ended by itself; the entry is dropped after it. Absent: it stays. */
  readonly until?: Instant | undefined;
}

/** Reads a deny list. Errors: `tokens-readable`, `tokens-broken` (not of this form). An absent one gives `undefined`. */
export function readDenied(file: string): readonly Denied[] | undefined {
  const { there, json } = readPrivate(file);
  if (!there) return undefined;
  const parsed = DenyFile.safeParse(json);
  if (parsed.success) return parsed.data.denied;
  throw new YingjiError(
    'tokens-broken',
    `${file} is no deny list; mend it, and make entries with: yingji token revoke`,
  );
}

/** Adds an entry, and drops those whose credentials have ended by themselves. Errors: those of {@link readDenied}, `tokens-locked`, `tokens-unwritable`. */
export function deny(file: string, entry: Omit<Denied, 'at'>, clock: Pick<Clock, 'now'>): void {
  const now = clock.now();
  replacePrivate(file, () => ({
    v: 1,
    denied: [
      ...(readDenied(file) ?? []).filter(({ until }) => until === undefined || millis(until) > millis(now)),
      { ...entry, at: now },
    ],
  }));
}

/**
 * Who is let in no more, read again when the file changed. A list that vanishes while the gateway runs stays in force as it
 * was, with a line in the log: whoever deletes it must not bring back what was taken away.
 */
export function createDenyList(
  file: string,
  { logger }: { readonly logger: Logger },
): { denies(actor: Actor): boolean } {
  let last: { readonly jti: ReadonlySet<string>; readonly sub: ReadonlySet<string> } = {
    jti: new Set(),
    sub: new Set(),
  };
  const current = watchFile(file, () => {
    const read = readDenied(file);
    if (!read) logger.write('warn', 'deny-list-absent', { kept: last.jti.size + last.sub.size });
    else
      last = {
        jti: new Set(read.flatMap(({ jti }) => jti ?? [])),
        sub: new Set(read.flatMap(({ sub }) => sub ?? [])),
      };
    return last;
  });
  current();
  return {
    denies(actor) {
      const { jti, sub } = current();
      return sub.has(actor.id) || (actor.jti !== undefined && jti.has(actor.jti));
    },
  };
}
