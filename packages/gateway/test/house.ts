import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@yingji/core';
import { createToken } from '../src/auth/tokens.js';
import type { GatewayConfigInput } from '../src/config/schema.js';

export interface House {
  readonly folder: string;
  readonly config: GatewayConfigInput;
  /** The same configuration as a file. */
  readonly configFile: string;
  readonly token: string;
  /** Puts a file into the watched folder, as a whole. */
  drop(name: string, text: string): void;
  remove(): void;
}

/** A folder with everything a gateway needs: configuration, a token, a watched folder of CAP files. */
export function makeHouse(more: Partial<GatewayConfigInput> = {}): House {
  const folder = mkdtempSync(join(tmpdir(), 'yingji-house-'));
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('cap'));
  const token = createToken(
    at('tokens.json'),
    { id: 'li', masked: '李*', roles: ['duty-desk'], scope: [] },
    systemClock,
  );
  const config: GatewayConfigInput = {
    city: { name: 'nanning' },
    listen: { port: 0 },
    store: { file: at('data/city.db'), keyFile: at('data/vault.key') },
    auth: { tokens: at('tokens.json') },
    feeds: [{ use: 'cap', source: 'weather', config: { folder: at('cap'), rescanS: 0.05 } }],
    ...more,
  };
  const configFile = at('yingji.json');
  writeFileSync(configFile, JSON.stringify(config));
  return {
    folder,
    config,
    configFile,
    token,
    drop(name, text) {
      writeFileSync(at(name), text);
      renameSync(at(name), join(folder, 'cap', name));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
