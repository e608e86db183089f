import { YingjiError } from '@yingji/core/wire';

/** Characters of one line at most: a snapshot comes in parts far smaller than this. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/**
 * The lines of a byte stream, without their line feed; what follows the last one is no line. Errors: `line-too-long`, and
 * `not-text` when the bytes are not UTF-8. Leaving the loop cancels the stream.
 */
export async function* readLines(
  bytes: ReadableStream<Uint8Array>,
  most = MOST_CHARACTERS,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = bytes.getReader();
  let parts: string[] = [];
  let held = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const text = decode(decoder, value);
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        parts.push(text.slice(from, end));
        yield parts.join('');
        parts = [];
        held = 0;
        from = end + 1;
      }
      parts.push(text.slice(from));
      held += text.length - from;
      if (held > most)
        throw new YingjiError('line-too-long', `a line is longer than ${most} characters; this is no gateway.`, {
          recovery: 'retry',
        });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw new YingjiError('not-text', 'the answer is not UTF-8; this is no gateway.', { recovery: 'retry', cause });
  }
}
