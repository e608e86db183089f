import { GeoJSONSource, Map as GlMap } from 'maplibre-gl';

/** What MapLibre was asked to do, and how many features that touched. */
export interface Asked {
  readonly what: string;
  readonly source: string;
  readonly features: number;
}

export interface GlWatch {
  readonly calls: Asked[];
  /** The map, once it was given a layer or a change. */
  map(): GlMap | undefined;
  stop(): void;
}

/** Writes down what is asked of MapLibre until it is stopped. */
export function watchGl(): GlWatch {
  const calls: Asked[] = [];
  let map: GlMap | undefined;
  const know = (each: GlMap): void => void (map = each);
  const { setData, updateData } = GeoJSONSource.prototype;
  const { addLayer, setFeatureState } = GlMap.prototype;
  GeoJSONSource.prototype.setData = function (data) {
    calls.push({
      what: 'setData',
      source: this.id,
      features: typeof data === 'object' && 'features' in data ? data.features.length : 0,
    });
    return setData.call(this, data);
  };
  GeoJSONSource.prototype.updateData = function (diff) {
    know(this.map);
    calls.push({ what: 'updateData', source: this.id, features: (diff.add?.length ?? 0) + (diff.update?.length ?? 0) });
    return updateData.call(this, diff);
  };
  GlMap.prototype.addLayer = function (...layer) {
    know(this);
    return addLayer.apply(this, layer);
  };
  GlMap.prototype.setFeatureState = function (target, state) {
    calls.push({ what: 'setFeatureState', source: target.source, features: 1 });
    return setFeatureState.call(this, target, state);
  };
  return {
    calls,
    map: () => map,
    stop() {
      GeoJSONSource.prototype.setData = setData;
      GeoJSONSource.prototype.updateData = updateData;
      GlMap.prototype.addLayer = addLayer;
      GlMap.prototype.setFeatureState = setFeatureState;
    },
  };
}
