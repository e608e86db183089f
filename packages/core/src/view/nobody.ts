import type { CommandResult } from '../command/command.js';
import { issue } from '../error.js';

/** Takes the Commands of a view that nobody acts through: refuses each. */
export const nobody = async (): Promise<CommandResult> => ({
  ok: false,
  issues: [issue('read-only', 'A read-only view; ask the host.')],
});
