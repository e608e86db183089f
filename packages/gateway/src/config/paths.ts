import { resolve } from 'node:path';
import type { Json } from '@yingji/core';

/** Makes the named members of a configuration absolute, seen from `folder`; `*` stands for each item of a list. */
export function resolvePaths(value: Json, names: readonly string[], folder: string): Json {
  return names.reduce<Json>((whole, name) => at(whole, name.split('.'), folder), value);
}

function at(value: Json, [step, ...rest]: readonly string[], folder: string): Json {
  if (step === undefined) return typeof value === 'string' && value !== '' ? resolve(folder, value) : value;
  if (step === '*') return Array.isArray(value) ? value.map((item: Json) => at(item, rest, folder)) : value;
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, step)) return value;
  const object = value as { readonly [key: string]: Json };
  return { ...object, [step]: at(object[step]!, rest, folder) };
}
