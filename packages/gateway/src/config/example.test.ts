import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import * as z from 'zod';
import { feedLoaders } from '../feeds.js';
import { loadConfig } from './load.js';
import { bare, parseConfig } from './parse.js';
import { Config } from './schema.js';

const FILE = fileURLToPath(new URL('../../yingji.example.yaml', import.meta.url));
const text = readFileSync(FILE, 'utf8');

/** Every key of the schema, at any depth. */
function keysOf(schema: z.ZodType): string[] {
  const at = bare(schema);
  if (at instanceof z.ZodArray) return keysOf(at.element as z.ZodType);
  if (!(at instanceof z.ZodObject)) return [];
  return Object.entries(at.shape).flatMap(([key, member]) => [key, ...keysOf(member as z.ZodType)]);
}

describe('the least configuration of the README', () => {
  it('is one', () => {
    const readme = readFileSync(join(dirname(FILE), 'README.md'), 'utf8');
    const [, least] = /```yaml\n(.+?)```/s.exec(readme)!;
    expect(parseConfig(least!)).to.have.property('config');
  });
});

describe('yingji.example.yaml', () => {
  it('is a configuration, and every feed in it takes what is said there', async () => {
    const loaded = await loadConfig(FILE, {
      CALLS_110_SECRET: 'a key from the environment',
      MQTT_PASSWORD: 'one from the environment',
      VIDEO_SECRET: 'a key from the environment',
      WARNINGS_AUTHORIZATION: 'Bearer from-the-environment',
      YINGJI_PROXY_SECRET: 'from-the-environment-too',
    });
    expect(loaded).to.have.property('config');
    if (!('config' in loaded)) return;
    const [ours, others] = [true, false].map((own) =>
      loaded.config.feeds.filter(({ use }) => Object.hasOwn(feedLoaders, use) === own),
    );
    expect(ours!.map(({ use }) => use)).to.have.members(Object.keys(feedLoaders));
    expect(others!.map(({ use }) => use)).to.deep.equal([join(dirname(FILE), 'feeds/example-gas')]);
    for (const { use, config } of ours!)
      expect((await feedLoaders[use]!()).configure(config), use).to.have.property('feed');
  });

  it('shows every key there is, each under a comment', () => {
    const lines = text.split('\n');
    const keys = keysOf(Config);
    expect(keys).to.include.members(['city', 'jsonDepth', 'exercise']);
    for (const key of keys) {
      const at = lines.findIndex((line) => new RegExp(`^\\s*(- )?${key}:`).test(line));
      expect(at, key).to.be.at.least(0);
      // A comment stands above the key, or above the first of its own members.
      const around = [lines[at - 1], lines[at - 2], lines[at + 1]].some((line) => /^\s*#/.test(line ?? ''));
      expect(around, `${key} has no comment`).to.equal(true);
    }
  });

  it('shows the defaults as they are', () => {
    const shown = (key: string): number => Number(new RegExp(`^  ${key}: (\\d+)$`, 'm').exec(text)?.[1]);
    const { limits, listen } = Config.parse({ city: { name: 'a' }, store: { file: 'a', keyFile: 'b' } });
    for (const [key, value] of Object.entries({ ...limits, port: listen.port }))
      expect(shown(key), key).to.equal(value);
  });
});
