import { isRole, isScope, parseInstant, roles, YingjiError, type Actor, type Instant, type Role } from '@yingji/core';
import * as z from 'zod';
import { readPrivate, replacePrivate } from './private-file.js';

const word = z.string().min(1).max(128);

export const instantText = z
  .string()
  .refine((text): text is Instant => parseInstant(text) !== undefined, { error: 'must be RFC 3339 with an offset' });

const role = z
  .string()
  // What the first version's guide called it.
  .transform((name) => (name === 'duty' ? 'duty-desk' : name))
  .refine((name): name is Role => isRole(name), { error: `must be one of ${Object.keys(roles).join(', ')}` });

const TokenFile = z.strictObject({
  v: z.literal(1),
  tokens: z
    .array(
      z.strictObject({
        /** SHA-256 of the token, hexadecimal. The token itself is stored nowhere. */
        hash: z.string().regex(/^[0-9a-f]{64}$/),
        actor: z.strictObject({
          id: word,
          masked: word,
          // Before there were roles whoever had a token sat at the desk.
          roles: z
            .array(role)
            .max(64)
            .transform((held): Role[] => (held.length === 0 ? ['duty-desk'] : held)),
          scope: z
            .array(z.string().refine(isScope, { error: 'must be a division code or the id of an organization' }))
            .max(1_000),
        }),
        createdAt: z.string().max(64),
        expiresAt: instantText.optional(),
      }),
    )
    .max(10_000),
});

export interface StoredToken {
  readonly hash: string;
  readonly actor: Pick<Actor, 'id' | 'masked' | 'roles' | 'scope'>;
  readonly createdAt: string;
  readonly expiresAt?: Instant | undefined;
}

/** What a static token is called where it must be named: the beginning of its hash, which tells nothing of the token. */
export const jtiOf = (token: Pick<StoredToken, 'hash'>): string => `t-${token.hash.slice(0, 16)}`;

/**
 * Reads a tokens file. An absent file has no tokens.
 * Errors: `tokens-readable` (others than the owner may read it), `tokens-broken` (not of this form).
 */
export function readTokens(file: string): readonly StoredToken[] {
  const { there, json } = readPrivate(file);
  if (!there) return [];
  const parsed = TokenFile.safeParse(json);
  if (parsed.success) return parsed.data.tokens;
  const [first] = parsed.error.issues;
  const where = first && first.path.length > 1 ? ` At ${first.path.join('/')}: ${first.message}.` : '';
  throw new YingjiError(
    'tokens-broken',
    `${file} is no tokens file;${where} Mend it, or move it away and make tokens with: yingji token create`,
  );
}

/** Replaces the list by what `change` makes of it. Errors: those of {@link readTokens}, `tokens-locked`, `tokens-unwritable`. */
export function changeTokens(file: string, change: (tokens: readonly StoredToken[]) => readonly StoredToken[]): void {
  replacePrivate(file, () => ({ v: 1, tokens: change(readTokens(file)) }));
}
