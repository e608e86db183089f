import type { LayerSpecification, Map as GlMap, SourceSpecification } from 'maplibre-gl';
import { DOTS } from './device-layers.js';
import type { Brush, Picture } from './images.js';
import { OVER_DOTS } from './layers.js';
import { OURS, type Look } from './layer-parts.js';

/** Which of the map's own layers one is laid under: warning areas, the dots of devices, names, or the marks of warnings and alarms. */
export type Under = 'areas' | 'dots' | 'names' | 'marks';

export interface Laid {
  readonly under: Under;
  readonly layer: LayerSpecification;
}

/** Layers beside those of every map, with sources of their own; ids begin with `yj-`. They never lie over an alarm. */
export interface Overlay {
  readonly id: string;
  readonly sources: { readonly [id: string]: SourceSpecification };
  layers(look: Look): readonly Laid[];
  /** Layers that answer a press. */
  readonly pressed: readonly string[];
  /** Draws the pictures its layers name. */
  picture?(name: string, brush: Brush): Picture | undefined;
}

const ANCHORS: { readonly [U in Under]: string } = {
  areas: `${OURS}area-fill-numbered`,
  dots: DOTS,
  names: `${OURS}place-names`,
  marks: `${OURS}area-marks`,
};

/** What is laid between the layers of a map: laid again whenever those are. */
export function createOverlays(map: GlMap): {
  /** Their sources, in a style that has none of them. */
  install(): void;
  lay(look: Look): void;
  set(overlays: readonly Overlay[], look: Look): void;
  pressed(): string[];
  picture(name: string, brush: Brush): Picture | undefined;
} {
  let laid: readonly Overlay[] = [];
  let installed = false;

  const remove = ({ sources, layers }: Overlay, look: Look): void => {
    for (const { layer } of layers(look)) if (map.getLayer(layer.id)) map.removeLayer(layer.id);
    for (const id of Object.keys(sources)) if (map.getSource(id)) map.removeSource(id);
  };
  const addSources = ({ sources }: Overlay): void => {
    for (const [id, source] of Object.entries(sources)) if (!map.getSource(id)) map.addSource(id, source);
  };
  const addLayers = ({ layers }: Overlay, look: Look): void => {
    for (const { under, layer } of layers(look)) {
      const over = map.getLayer(ANCHORS[under]) ? ANCHORS[under] : OVER_DOTS;
      map.addLayer(layer, over);
    }
  };

  return {
    install() {
      installed = true;
      laid.forEach(addSources);
    },
    lay: (look) => laid.forEach((overlay) => addLayers(overlay, look)),
    set(overlays, look) {
      const before = laid;
      laid = overlays;
      if (!installed) return;
      for (const overlay of before) if (!overlays.includes(overlay)) remove(overlay, look);
      for (const overlay of overlays)
        if (!before.includes(overlay)) {
          addSources(overlay);
          addLayers(overlay, look);
        }
    },
    pressed: () => laid.flatMap(({ pressed }) => pressed).filter((id) => map.getLayer(id)),
    picture: (name, brush) =>
      laid.reduce<Picture | undefined>((found, { picture }) => found ?? picture?.(name, brush), undefined),
  };
}
