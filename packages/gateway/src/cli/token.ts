import { resolve } from 'node:path';
import {
  isScope,
  maskNumbers,
  millis,
  parseInstant,
  roles,
  systemClock,
  toInstant,
  type Instant,
  type Role,
} from '@yingji/core';
import { deny } from '../auth/deny-file.js';
import { changeTokens, jtiOf, readTokens } from '../auth/token-file.js';
import { createToken } from '../auth/tokens.js';
import { need, oneOf, readArgs } from './args.js';
import { UsageError, type CliCommand, type Io } from './io.js';

const OPTIONS = {
  actor: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  scope: { type: 'string', multiple: true },
  days: { type: 'string' },
  tokens: { type: 'string' },
  jti: { type: 'string' },
  sub: { type: 'string' },
  until: { type: 'string' },
  denied: { type: 'string' },
} as const;

type Given = ReturnType<typeof readArgs<typeof OPTIONS>>['values'];

/** Makes, lists and takes back tokens. A token is printed once, alone on standard output; only its hash is kept. */
export const token: CliCommand = {
  usage:
    'token create --actor ID --name 李* [--role ROLE…] [--scope DIVISION|ORGANIZATION…] [--days N] [--tokens FILE]\n' +
    '  yingji token list [--tokens FILE]\n' +
    '  yingji token revoke (--jti ID | --sub ACTOR) [--tokens FILE] [--denied FILE [--until INSTANT]]',
  about:
    'make one token for a person and print it, once; list them; take back a token, or all of an actor (default file: tokens.json)',
  async run(args, io) {
    const { values, positionals } = readArgs(args, OPTIONS, { most: 1 });
    const act = oneOf(need(positionals[0], 'What to do'), ['create', 'list', 'revoke'], 'act on tokens');
    if (act === 'list') return list(values, io);
    if (act === 'revoke') return revoke(values, io);
    return create(values, io);
  },
};

function create(values: Given, io: Io): 0 {
  const id = need(values.actor, '--actor');
  const masked = need(values.name, '--name');
  if (!masked.includes('*'))
    throw new UsageError(
      '--name is what others see and what the log keeps: write it masked, such as 李*, never in full.',
    );
  if (maskNumbers(id) !== id)
    throw new UsageError('--actor stands in the log: take a service number, never a phone or citizen number.');
  if (id.includes(':')) throw new UsageError('--actor has no ":" in it: that marks the actors of other issuers.');
  const held = (values.role ?? ['duty-desk']).map((word) => oneOf(word, Object.keys(roles), 'role') as Role);
  const scope = values.scope ?? [];
  const wrong = scope.find((word) => !isScope(word));
  if (wrong !== undefined)
    throw new UsageError(
      `"${wrong}" is no division code (2, 4, 6, 9 or 12 digits) and no organization/<source>/<native>; without --scope it is the whole city.`,
    );
  const expiresAt = values.days === undefined ? undefined : inDays(values.days);
  const file = resolve(values.tokens ?? 'tokens.json');
  const actor = { id, masked, roles: held, scope, ...(expiresAt !== undefined && { expiresAt }) };
  io.out(`${createToken(file, actor, systemClock)}\n`);
  io.err(
    `This is shown once. ${file} keeps its hash only; end it with: yingji token revoke\n` +
      `It is of ${held.join(', ')}, reaches ${scope.length === 0 ? 'the whole city' : scope.join(', ')}, and ends ${expiresAt ?? 'when it is taken back'}.\n`,
  );
  return 0;
}

function inDays(text: string): Instant {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3_650) throw new UsageError('--days is a number from 1 to 3650.');
  return toInstant(millis(systemClock.now()) + days * 86_400_000);
}

function list(values: Given, io: Io): 0 {
  for (const one of readTokens(resolve(values.tokens ?? 'tokens.json'))) {
    const { actor, createdAt, expiresAt } = one;
    io.out(`${JSON.stringify({ jti: jtiOf(one), ...actor, createdAt, expiresAt })}\n`);
  }
  return 0;
}

/** Takes entries out of the tokens file, and names them in the deny list, which also holds for tokens that others issued. */
function revoke(values: Given, io: Io): 0 | 1 {
  const { jti, sub, denied } = values;
  if ((jti === undefined) === (sub === undefined))
    throw new UsageError('Give either --jti (one credential) or --sub (an actor, with all credentials).');
  if (denied === undefined && values.until !== undefined) throw new UsageError('--until belongs to --denied.');
  const until = values.until === undefined ? undefined : parseInstant(values.until);
  if (values.until !== undefined && until === undefined)
    throw new UsageError('--until is an instant with its offset, such as 2026-06-12T16:00:00+08:00.');
  let taken = 0;
  if (denied === undefined || values.tokens !== undefined)
    changeTokens(resolve(values.tokens ?? 'tokens.json'), (tokens) => {
      const left = tokens.filter((one) => jtiOf(one) !== jti && one.actor.id !== sub);
      taken = tokens.length - left.length;
      return left;
    });
  if (denied !== undefined)
    deny(
      resolve(denied),
      { ...(jti !== undefined && { jti }), ...(sub !== undefined && { sub }), ...(until !== undefined && { until }) },
      systemClock,
    );
  io.out(`${JSON.stringify({ taken, denied: denied !== undefined })}\n`);
  if (taken > 0 || denied !== undefined) return 0;
  io.err('No token of this name is there; see: yingji token list\n');
  return 1;
}
