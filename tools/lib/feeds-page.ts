import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { titles, type FeedTransport } from '../../packages/core/src/index.js';
import { loadSubjects, type FeedSubject } from '../../packages/adapters/src/kit/index.js';
import { goodDrafts } from '../../packages/adapters/src/kit/subject.js';
import { root } from './imports.js';

/** A feed of `packages/adapters`, with the kinds that its good vectors come to. */
export interface ShippedFeed {
  readonly folder: string;
  readonly subject: FeedSubject;
  readonly kinds: readonly string[];
}

const HEAD = `# Feeds

What ships in \`@yingji/adapters\`; made by \`tools/feeds.test.ts\` from what each feed says of itself, and from what its good vectors
come to. All of them pass \`yingji check\`. Clauses, options and what is known to be otherwise in the field stand in the README of each, and which bytes and
names no norm has confirmed on [a page of their own](unverified.md); how to make
one of your own: [a feed](guides/adapter.md), [a device profile](guides/device-profile.md).

<!-- prettier-ignore-start -->

| feed | norm | comes in by | kinds | goes back |
| ---- | ---- | ----------- | ----- | --------- |
`;

const TAIL = '\n<!-- prettier-ignore-end -->\n';

const WAYS: { readonly [transport in FeedTransport]: string } = {
  tcp: 'TCP',
  udp: 'UDP',
  'http-poll': 'HTTP, asked for',
  'http-push': 'HTTP, pushed',
  mqtt: 'MQTT',
  sql: 'SQL',
  files: 'files',
};

/** Feeds are the folders that say how to check them. */
export async function shippedFeeds(): Promise<readonly ShippedFeed[]> {
  const source = join(root, 'packages/adapters/src');
  const folders = readdirSync(source).filter((name) =>
    ['index.ts', 'check.json'].every((file) => existsSync(join(source, name, file))),
  );
  const found = await Promise.all(
    folders.map(async (folder) => {
      const subjects = await loadSubjects(join(source, folder));
      return subjects.flatMap((subject) =>
        'profile' in subject ? [] : [{ folder, subject, kinds: kindsOf(subject) }],
      );
    }),
  );
  return found.flat();
}

const kindsOf = (subject: FeedSubject): readonly string[] =>
  [...new Set(goodDrafts(subject).map(({ draft }) => draft.kind))].sort();

/** The whole page, one row for each feed. */
export const feedsPage = (feeds: readonly ShippedFeed[]): string => `${HEAD}${feeds.map(row).join('\n')}\n${TAIL}`;

function row({ folder, subject, kinds }: ShippedFeed): string {
  const { id, title, norm, transports = [] } = subject.definition;
  const cells = [
    `[\`${id}\`](../packages/adapters/src/${folder}/README.md) ${title.zh} ${title.en}`,
    norm,
    transports.map((transport) => WAYS[transport]).join('; '),
    kinds.map((kind) => `\`${kind}\` ${titles[kind]?.zh ?? ''}`).join(', '),
    back(subject) || '–',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Ways that confirm by themselves, whatever the protocol over them: with 200, with PUBACK. */
const CONFIRMING: readonly string[] = ['http-push', 'mqtt'];

/** What goes back to the source: answers, as the way in and the vectors state them, and Commands. */
function back({ definition, config, vectors }: FeedSubject): string {
  const made = definition.configure(config);
  const confirms =
    definition.transports?.some((way) => CONFIRMING.includes(way)) ||
    vectors.some(({ answer }) => answer !== undefined);
  return [
    ...(confirms ? ['confirmation once it is stored'] : []),
    ...('feed' in made && made.feed.canRefuse ? ['refusal of what cannot be read'] : []),
    ...(definition.commands ?? []).map((name) => `\`${name}\``),
  ].join(', ');
}
