/** A column of the page's own, after those of the element. What it says is text, whatever stands in it. */
export interface OwnColumn<Of> {
  readonly head: string;
  readonly text: (of: Of) => string;
}

/** What it says of a line. One that throws takes nothing else off the screen: the page hears of it as of any error of its own. */
export function ownText<Of>({ text }: OwnColumn<Of>, of: Of): string {
  try {
    return text(of);
  } catch (error) {
    reportError(error);
    return '—';
  }
}
