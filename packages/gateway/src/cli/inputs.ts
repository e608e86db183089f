import { createReadStream } from 'node:fs';
import { issue, type Issue } from '@yingji/core';
import { fromHex } from './hex.js';

/** Bytes of one input at most. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface Input {
  readonly name: string;
  readonly bytes: Uint8Array | Issue;
}

/** One input for each file; `-` is standard input, of which each line is an input when it is hexadecimal. */
export async function* readInputs(
  names: readonly string[],
  { hex, stdin }: { readonly hex: boolean; readonly stdin: AsyncIterable<Uint8Array> },
): AsyncGenerator<Input, void, undefined> {
  for (const name of names) {
    if (name === '-' && hex) yield* hexLines(stdin);
    else {
      const bytes = await whole(name === '-' ? stdin : createReadStream(name));
      yield {
        name,
        bytes: hex && bytes instanceof Uint8Array ? fromHex(Buffer.from(bytes).toString('latin1')) : bytes,
      };
    }
  }
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Uint8Array | Issue> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > MOST_BYTES) return tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    return issue(
      'unreadable',
      `It cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}); check the path.`,
    );
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function* hexLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Input, void, undefined> {
  let line = '';
  let number = 0;
  let skipping = false;
  const input = (text: string): Input => ({ name: `-:${number}`, bytes: skipping ? tooLarge() : fromHex(text) });
  for await (const chunk of source) {
    const parts = Buffer.from(chunk).toString('latin1').split('\n');
    for (const [i, part] of parts.entries()) {
      if (!skipping) line += part;
      if (line.length > 2 * MOST_BYTES) skipping = true;
      if (skipping) line = '';
      if (i === parts.length - 1) break;
      number += 1;
      if (skipping || line.trim() !== '') yield input(line);
      line = '';
      skipping = false;
    }
  }
  number += 1;
  if (skipping || line.trim() !== '') yield input(line);
}

const tooLarge = (): Issue => issue('too-large', `It is larger than ${MOST_BYTES} bytes; it is no message of a feed.`);
