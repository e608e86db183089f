import type { Pressed } from '../map/sync.js';
import { gravestWord } from './counts.js';
import type { Item } from './item.js';
import type { Deck } from './steering.js';
import type { MapWords } from './words.js';

type Cluster = Pressed & { readonly what: 'cluster' };

const RANKS = ['red', 'orange', 'ungraded', 'yellow', 'blue'] as const;

/** 此处 36 项，最高红色，未确认 2 项。 What a press on several things at one place says. */
function clusterWords(pressed: Cluster, words: MapWords): string {
  const rank = RANKS[pressed.worst];
  const level = words.say(rank === undefined ? 'incident.below' : `colour.${rank}`);
  const more = pressed.unconfirmed === 0 ? '' : words.say('cluster.unacknowledged', { n: pressed.unconfirmed });
  return `${words.say('cluster.here', { n: pressed.n, level })}${more}${words.say('stop')}`;
}

/** 视野内 48 项，最高红色。 What is in view once the camera has come to rest. */
function cameraWords(seen: readonly Item[], words: MapWords): string {
  const level = gravestWord(seen, words);
  return level === '' ? words.say('news.camera.none') : words.say('news.camera', { n: seen.length, level });
}

/** Says what a press on several things at one place met. */
export const tellCluster = ({ speaker, context }: Deck, pressed: Cluster): void =>
  speaker.say('chosen', () => clusterWords(pressed, context().words));

/** Says what is in view. */
export const tellCamera = ({ speaker, context, map, shown }: Deck): void =>
  speaker.say('camera', () => {
    const { words, places } = context();
    return cameraWords(map.inView(shown(), places), words);
  });
