import type { CommandRequest, EntityId, View } from '@yingji/core';
import { YingjiError } from '@yingji/core/wire';

/** What became of a Command that was sent. */
export type Answer =
  | {
      readonly state: 'committed';
      readonly ids: readonly EntityId[];
      /** The plain value that was asked for, for whoever asked to show and to forget. */
      readonly revealed?: string;
    }
  /** The store said no. */
  | { readonly state: 'refused'; readonly code: string }
  /** Nobody knows whether it arrived; sending it again under the same id is safe. */
  | { readonly state: 'unclear'; readonly code: string };

export async function answerOf(view: View, command: CommandRequest): Promise<Answer> {
  try {
    const result = await view.send(command);
    if (!result.ok) return { state: 'refused', code: result.issues[0]?.code ?? 'refused' };
    const { ids, revealed } = result;
    return { state: 'committed', ids, ...(revealed !== undefined && { revealed }) };
  } catch (error) {
    return { state: 'unclear', code: error instanceof YingjiError ? error.code : 'gateway-unreachable' };
  }
}

/** The view takes no decisions: nobody who acts was given to it, or its gateway does not know who asks. */
export const isReadOnly = (answer: Answer): boolean =>
  answer.state === 'refused' && (answer.code === 'read-only' || answer.code === 'actor-unknown');
