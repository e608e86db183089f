import { keepCommands, outboxInBrowser } from '@yingji/adapters/outbox';
import type { RemoteView } from '@yingji/core/wire';

/** A view of a gateway whose Commands wait in this browser under a name while it is away. In a file of its own: most pages keep none. */
export const waitingInBrowser = (view: RemoteView, name: string, onFault: (cause: unknown) => void): RemoteView =>
  keepCommands(view, { store: outboxInBrowser(name), onFault });
