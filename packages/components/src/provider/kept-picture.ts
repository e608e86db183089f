import { keepPicture, pictureInBrowser } from '@yingji/adapters/kept-picture';
import type { RemoteView } from '@yingji/core/wire';

/** A view of a gateway whose last picture stays in this browser under a name. In a file of its own: most pages keep none. */
export const keptInBrowser = (view: RemoteView, name: string, onFault: (cause: unknown) => void): RemoteView =>
  keepPicture(view, { store: pictureInBrowser(name), onFault });
