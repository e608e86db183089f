import { YjProvider } from './provider/provider.js';
import { giveTags, type DefineOptions } from './tags.js';

/** How one element is defined by itself: the provider stands before what is inside it. */
export const definition =
  (name: string, element: CustomElementConstructor) =>
  (options: DefineOptions = {}): void =>
    giveTags(
      [
        ['provider', YjProvider],
        [name, element],
      ],
      options,
    );
