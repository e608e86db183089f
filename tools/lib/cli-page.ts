import type { CliCommand } from '../../packages/gateway/src/cli/io.js';

const HEAD = `# The command yingji

What \`yingji help\` says, made from it by \`tools/cli.test.ts\`; \`yingji COMMAND --help\` says it of one. In a clone, after
\`npm ci && npm run build\`, it is \`npx --no-install yingji\`; \`--no-install\` keeps npx from asking a registry for a stranger's
package of that name.

Exit codes: 0 done, 1 something is wrong with what was given, 2 not understood. What a program is to read comes on standard output,
all else on standard error. Chapters of their own have [feeds](feeds.md) and [a feed of one's own](guides/adapter.md) (\`check\`, \`dev\`, \`new\`),
[the quarantine](quarantine.md), [access](access.md) (\`token\`, \`audit\`), [CloudEvents](envelope.md) (\`events\`), and
[upkeep](../packages/gateway/README.md#upkeep) (\`backup\`, \`restore\`, \`prune\`).

FILE of \`--config\` is the gateway's configuration ([all keys](../packages/gateway/yingji.example.yaml)). Those of \`decode\` and \`replay\` hold the options of one feed
alone: what stands under \`config\` of that feed there, as YAML or JSON; by these it reads as it does in the gateway. Without it a feed
reads by its defaults: \`webhook\` and \`mqtt\` then know of nothing, \`table\` only the column names it has by itself.

`;

/** The page of all commands. */
export function cliPage(commands: { readonly [word: string]: CliCommand }): string {
  const chapters = Object.entries(commands).map(
    ([word, { usage, about }]) =>
      `## ${word}\n\n\`\`\`\n${usage
        .split('\n')
        .map((line) => `yingji ${line.trim().replace(/^yingji /, '')}`)
        .join('\n')}\n\`\`\`\n\n${about[0]!.toUpperCase()}${about.slice(1)}.\n`,
  );
  return HEAD + chapters.join('\n');
}
