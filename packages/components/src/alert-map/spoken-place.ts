import type { Pressed } from '../map/sync.js';
import { gravestWord } from './counts.js';
import type { Item } from './item.js';
import type { MapWords } from './words.js';

const RANKS = ['red', 'orange', 'ungraded', 'yellow', 'blue'] as const;

/** 此处 36 项，最高红色，未确认 2 项。 What a press on several things at one place says. */
export function clusterWords(pressed: Pressed & { readonly what: 'cluster' }, words: MapWords): string {
  const rank = RANKS[pressed.worst];
  const level = words.say(rank === undefined ? 'incident.below' : `colour.${rank}`);
  const more = pressed.unconfirmed === 0 ? '' : words.say('cluster.unacknowledged', { n: pressed.unconfirmed });
  return `${words.say('cluster.here', { n: pressed.n, level })}${more}${words.say('stop')}`;
}

/** 视野内 48 项，最高红色。 What is in view once the camera has come to rest. */
export function cameraWords(seen: readonly Item[], words: MapWords): string {
  const level = gravestWord(seen, words);
  return level === '' ? words.say('news.camera.none') : words.say('news.camera', { n: seen.length, level });
}
