import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { issue, type Issue, type Json } from '@yingji/core';

const SECRET =
  /(^|[a-z0-9_-])(token|secret|password|passwd|passphrase|credentials?|authorization|cookie|api[-_]?key|private[-_]?key)$/i;
const ENV = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;
const FILE = /^file:(.+)$/s;
const USERINFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i;

export interface SecretContext {
  readonly env: { readonly [name: string]: string | undefined };
  /** The folder that relative paths start from. */
  readonly folder: string;
}

/**
 * Replaces `env:NAME` anywhere, and `file:PATH` in members that name a secret, by what they refer to. A literal in a member
 * that names a secret, or a URL with a password in it, is an Issue: configuration files end up in tickets and backups.
 */
export function resolveSecrets(
  value: Json,
  context: SecretContext,
): { readonly value: Json; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const wrong = (code: string, path: string, message: string): string => {
    issues.push(issue(code, message, { path }));
    return '';
  };

  function text(value: string, path: string, secret: boolean): string {
    const name = ENV.exec(value)?.[1];
    if (name !== undefined) {
      return context.env[name] ?? wrong('secret-missing', path, `The environment has no ${name}; set it before start.`);
    }
    const from = secret && FILE.exec(value)?.[1];
    if (from) {
      try {
        return readFileSync(resolve(context.folder, from), 'utf8').trimEnd();
      } catch {
        return wrong('secret-missing', path, `The file ${from} cannot be read; make it, readable by this user alone.`);
      }
    }
    const literal = secret ? value !== '' : USERINFO.test(value) || secretInUrl(value);
    if (literal)
      return wrong(
        'literal-secret',
        path,
        'A secret stands here in plain text; write env:NAME or, in a member of its own, file:PATH.',
      );
    return value;
  }

  function walk(value: Json, path: string, secret: boolean): Json {
    if (typeof value === 'string') return text(value, path, secret);
    if (Array.isArray(value)) return value.map((item: Json, i) => walk(item, `${path}/${i}`, secret));
    if (value === null || typeof value !== 'object') {
      return secret && typeof value === 'number'
        ? wrong('literal-secret', path, 'A secret stands here in plain text; write env:NAME or file:PATH.')
        : value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const at = `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
        return [key, walk(member, at, secret || SECRET.test(key))];
      }),
    );
  }

  return { value: walk(value, '', false), issues };
}

function secretInUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  return [...new URL(text).searchParams.keys()].some((key) => SECRET.test(key));
}
