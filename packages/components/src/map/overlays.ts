import type { LayerSpecification, Map as GlMap, SourceSpecification } from 'maplibre-gl';
import type { Brush, Picture } from './images.js';
import type { Look } from './layer-parts.js';

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

/** By the ids of the map's own layers: what lies over each, and over one that is not there. */
export interface Anchors {
  readonly over: { readonly [U in Under]: string };
  readonly otherwise: string;
}

/** What is laid between the layers of a map: laid again whenever those are. */
export interface Overlays {
  /** Their sources, in a style that has none of them. */
  install(): void;
  lay(look: Look): void;
  set(overlays: readonly Overlay[], look: Look): void;
  pressed(): string[];
  picture(name: string, brush: Brush): Picture | undefined;
}

/** Comes with the first layers that are laid so: most maps have none. */
export function createOverlays(map: GlMap, anchors: Anchors): Overlays {
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
      const over = map.getLayer(anchors.over[under]) ? anchors.over[under] : anchors.otherwise;
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
