import { readFile } from 'node:fs/promises';
import { writeWhole } from './write-whole.js';

/** An evening that was broken off longer ago than this is over: its warnings would be old when it went on. */
const GOES_ON_WITHIN = 2 * 3_600_000;

/**
 * What was played of an evening, so that one that was broken off goes on where it stood, and does not begin anew beside what it
 * left behind. A page is written before its step; the step itself is then played, or was when the player ended.
 *
 * @typedef {{ minute: number, sent: ReadonlyMap<string, import('./cap.js').CapMessage> }} Page minute: of the last step
 * @typedef {ReturnType<typeof openDiary>} Diary
 * @param {{ file: string, evening: string, now?: () => number }} options evening: tells one scene and town from another
 */
export function openDiary({ file, evening, now = Date.now }) {
  return {
    /**
     * The last page, and whether its evening may go on: it is this one, unfinished, and not long ago.
     * @param {{ ends: number }} scene
     * @returns {Promise<{ page: Page, goesOn: boolean } | undefined>}
     */
    async last({ ends }) {
      let text;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
        throw error;
      }
      const { minute, at, sent, ...of } = JSON.parse(text);
      const goesOn = of.evening === evening && minute < ends && now() - at < GOES_ON_WITHIN;
      return { page: { minute, sent: new Map(sent) }, goesOn };
    },
    /** @param {Page} page */
    write: ({ minute, sent }) =>
      writeWhole(file, `${JSON.stringify({ evening, minute, at: now(), sent: [...sent] }, null, 2)}\n`),
  };
}

/**
 * The warnings of an evening that nobody has followed or lifted.
 * @param {Page} page
 */
export function standing({ sent }) {
  const messages = [...sent.values()];
  const followed = new Set(messages.flatMap(({ references = [] }) => references.map(({ identifier }) => identifier)));
  return messages.filter(({ identifier, msgType }) => msgType !== 'Cancel' && !followed.has(identifier));
}
