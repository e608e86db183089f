/** Where a popup goes, in px of its frame: beside its symbol, never over it, never out of the frame. */
export function popupPlace(options: {
  readonly spot: { readonly x: number; readonly y: number };
  readonly frame: { readonly width: number; readonly height: number };
  readonly popup: { readonly width: number; readonly height: number };
  readonly gap: number;
}): { readonly left: number; readonly top: number } | undefined {
  const { spot, frame, popup, gap } = options;
  const right = spot.x + gap;
  const left = spot.x - gap - popup.width;
  const x = right + popup.width <= frame.width ? right : left >= 0 ? left : undefined;
  if (x === undefined || popup.height > frame.height) return undefined;
  return { left: x, top: Math.max(0, Math.min(spot.y - 40, frame.height - popup.height)) };
}

/**
 * Puts a popup beside a spot, or lets it dock at the edge. Styles are set by script: a strict page forbids style attributes. A sheet stays
 * where it is; once for each thing that it tells of, it gives by how many px the map must move so that the symbol is not below it.
 */
export function placePopup(
  popup: HTMLElement,
  options: {
    readonly spot: { readonly x: number; readonly y: number } | undefined;
    readonly gap: number;
    /** What a sheet tells of; undefined where it is none. */
    readonly sheetOf: string | undefined;
  },
): number | undefined {
  const { spot, gap, sheetOf } = options;
  const frame = popup.parentElement;
  const place =
    spot && frame && sheetOf === undefined
      ? popupPlace({
          spot,
          gap,
          frame: { width: frame.clientWidth, height: frame.clientHeight },
          popup: { width: popup.offsetWidth, height: popup.offsetHeight },
        })
      : undefined;
  popup.toggleAttribute('data-placed', place !== undefined);
  popup.style.left = place ? `${place.left}px` : '';
  popup.style.top = place ? `${place.top}px` : '';
  if (!spot || !frame || sheetOf === undefined || popup.dataset['of'] === sheetOf) return undefined;
  popup.dataset['of'] = sheetOf;
  return Math.max(0, spot.y + gap - (popup.getBoundingClientRect().top - frame.getBoundingClientRect().top));
}
