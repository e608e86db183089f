import { YingjiError } from '@yingji/core';
import { version } from '../version.js';
import { oneOf } from './args.js';
import { commands } from './commands.js';
import { helpText } from './help.js';
import { UsageError, type ExitCode, type Io } from './io.js';

const help = async (words = Object.keys(commands)): Promise<string> =>
  helpText(await Promise.all(words.map((word) => commands[word]!())));

/** Runs one command line, the name of the program left out. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...args] = argv;
  try {
    if (word === undefined) {
      io.err(await help());
      return 2;
    }
    if (['help', '--help', '-h'].includes(word) || args.includes('--help')) {
      // `help decode` and `decode --help` are one question.
      const [about] = [word, ...args].filter((each) => !['help', '--help', '-h'].includes(each));
      const known = Object.keys(commands);
      io.out(await help(about === undefined ? known : [oneOf(about, known, 'command')]));
      return 0;
    }
    if (['--version', '-v'].includes(word)) {
      io.out(`${version}\n`);
      return 0;
    }
    const command = await commands[oneOf(word, [...Object.keys(commands), 'help'], 'command')]!();
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message} Ask: yingji help\n`);
      return 2;
    }
    if (error instanceof YingjiError) {
      io.err(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}
