import type { CliCommand } from './io.js';

/** The commands given, each with what it does. */
export function helpText(commands: readonly CliCommand[]): string {
  const lines = commands.flatMap(({ usage, about }) => [`  yingji ${usage}`, `      ${about}`]);
  return [
    'yingji: live feeds in, one shared picture, decisions back.',
    '',
    ...lines,
    '  yingji help [COMMAND] | --version',
    '',
    'Exit codes: 0 done, 1 something is wrong with what was given, 2 not understood.',
    '',
  ].join('\n');
}
