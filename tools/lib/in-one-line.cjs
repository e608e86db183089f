'use strict';
// What a failure says in one line: of a long log the end alone is kept, and there each failure is one line.
const { relative } = require('node:path');

/** Of a message, and of what differs. */
const MOST = 400;
const AROUND = 60;

/**
 * The message of an error with what caused it, what was found in place of what, and the line of the file that says so.
 * @param {any} error
 * @param {{ readonly root: string, readonly file: string }} of file: of the test, from `root` on
 * @returns {string}
 */
module.exports = function inOneLine(error, { root, file }) {
  const said = [error, error?.cause]
    .filter((each) => each !== undefined && each !== null)
    .map((each) => String(each.message ?? each).replace(/Hint: .*$/s, ''));
  const stacks = [error?.cause?.stack, error?.stack].filter((each) => typeof each === 'string');
  const place = placeOf(stacks, root, file);
  return [...said, differing(error?.cause), differing(error), place && `at ${place}`]
    .filter(Boolean)
    .map((each) => cut(each.replace(/\s+/g, ' ').trim(), MOST))
    .join('; ');
};

const cut = (text, most) => (text.length > most ? `${text.slice(0, most)}…` : text);

/** Where the two begin to differ: messages leave out what is long. */
function differing(error) {
  if (error?.actual === undefined || error.expected === undefined) return '';
  const [found, wanted] = [error.actual, error.expected].map(written);
  if (found === undefined || wanted === undefined || found === wanted) return '';
  let same = 0;
  while (same < found.length && found[same] === wanted[same]) same += 1;
  const from = Math.max(0, same - AROUND);
  const part = (text) => `${from > 0 ? '…' : ''}${cut(text.slice(from), 2 * AROUND)}`;
  return `found ${part(found)} wanted ${part(wanted)}`;
}

function written(value) {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value instanceof Set || value instanceof Map ? [...value] : value);
  } catch {
    // A cycle, or a bigint: the message has to do.
    return undefined;
  }
}

/** The first line of the stack in the test's own file, or else in a file of ours. */
function placeOf(stacks, root, file) {
  const places = stacks
    .flatMap((stack) => stack.split('\n'))
    .flatMap((line) => {
      const [, path, at] = /(?:file:\/\/|https?:\/\/[^/]+)?(\/[^\s():?]+)[^\s():]*:(\d+):\d+/.exec(line) ?? [];
      if (path === undefined || /node_modules|node:internal/.test(line)) return [];
      return [{ path: path.startsWith(`${root}/`) ? relative(root, path) : path.slice(1), at }];
    });
  const place = places.find(({ path }) => path === file) ?? places[0];
  return place && `${place.path}:${place.at}`;
}
