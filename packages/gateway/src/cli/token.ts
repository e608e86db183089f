import { resolve } from 'node:path';
import { systemClock } from '@yingji/core';
import { createToken } from '../auth/tokens.js';
import { need, oneOf, readArgs } from './args.js';
import { UsageError, type CliCommand } from './io.js';

/** Makes static tokens. The token is printed once, alone on standard output; only its hash is kept. */
export const token: CliCommand = {
  usage: 'token create --actor ID --name 李* [--role ROLE…] [--scope DIVISION…] [--tokens FILE]',
  about: 'make one token for a person and print it, once (default file: tokens.json)',
  async run(args, io) {
    const { values, positionals } = readArgs(
      args,
      {
        actor: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string', multiple: true },
        scope: { type: 'string', multiple: true },
        tokens: { type: 'string' },
      },
      { most: 1 },
    );
    oneOf(need(positionals[0], 'What to do'), ['create'], 'act on tokens');
    const id = need(values.actor, '--actor');
    const masked = need(values.name, '--name');
    if (!masked.includes('*'))
      throw new UsageError(
        '--name is what others see and what the log keeps: write it masked, such as 李*, never in full.',
      );
    const file = resolve(values.tokens ?? 'tokens.json');
    const made = createToken(file, { id, masked, roles: values.role ?? [], scope: values.scope ?? [] }, systemClock);
    io.out(`${made}\n`);
    io.err(`This is shown once. ${file} keeps its hash only; take its entry out to end it.\n`);
    return 0;
  },
};
