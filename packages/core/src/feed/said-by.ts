import { maskNumbers } from '../model/personal-text.js';

const LONGEST = 200;

/**
 * What was thrown, as an Issue may say it: in quotes, numbers of persons masked. Of a SyntaxError nothing but that: JSON.parse and
 * BigInt repeat what they read, and an Issue is read by everybody.
 */
export function saidBy(error: unknown): string {
  if (error instanceof SyntaxError) return 'a SyntaxError, which may repeat what it read';
  if (error instanceof Error) return `"${maskNumbers(error.message.slice(0, LONGEST))}"`;
  return `"${typeof error}"`;
}
