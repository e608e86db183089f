import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { More } from '../alert-map/map-host.js';
import type { Laid, Overlay } from '../map/overlays.js';

/**
 * A layer of the page's own: MapLibre sources and layers, whose ids are its own affair. It is drawn over the base map and under
 * everything that is going on, in the datum of the base map, and has a switch of its own.
 */
export interface OwnLayer {
  /** Unique among the layers of the page: letters, digits, hyphens. */
  readonly id: string;
  /** What its switch and its line in the legend say. */
  readonly title: string;
  readonly sources: { readonly [id: string]: SourceSpecification };
  readonly layers: readonly LayerSpecification[];
  /** Switched off to begin with. */
  readonly off?: boolean;
}

/** As the map takes it: with ids that meet none of ours, nor of another layer. */
export function ownOverlay({ id, sources, layers }: OwnLayer): More {
  const own = (name: string): string => `yj-own-${id}-${name}`;
  const overlay: Overlay = {
    id: own(''),
    sources: Object.fromEntries(Object.entries(sources).map(([name, source]) => [own(name), source])),
    layers: () =>
      layers.map((layer): Laid => ({
        under: 'areas',
        layer: {
          ...layer,
          id: own(layer.id),
          ...('source' in layer && { source: own(layer.source) }),
        } as LayerSpecification,
      })),
    pressed: [],
  };
  return { overlay: () => overlay, features: () => new Map() };
}
