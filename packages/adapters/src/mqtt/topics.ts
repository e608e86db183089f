/** A topic filter of MQTT in which one level may be `{device}`: it matches any one level, which then names the device. */
export const DEVICE = '{device}';

/** Why a filter cannot be; undefined for one that can. */
export function wrongFilter(filter: string): string | undefined {
  const levels = filter.split('/');
  if (filter === '' || filter.length > 1_024) return 'must have 1 to 1,024 signs';
  if (filter.startsWith('$share/')) return 'must not begin with $share: name the group in share';
  if (levels.some((level) => level !== DEVICE && /[{}\0]/.test(level)))
    return 'may have {device} as a whole level only';
  if (levels.filter((level) => level === DEVICE).length > 1) return 'may have {device} once';
  if (levels.some((level) => level.length > 1 && /[+#]/.test(level))) return 'may have + and # as whole levels only';
  if (levels.slice(0, -1).includes('#')) return 'may have # at its end only';
  return undefined;
}

/** What is subscribed to: the filter as the broker knows it, of a group where messages are shared between hosts. */
export const subscribed = (filter: string, share?: string): string => {
  const plain = filter.replace(DEVICE, '+');
  return share === undefined ? plain : `$share/${share}/${plain}`;
};

/** Whether a topic is one of a filter, and which device it names, by MQTT 3.1.1, 4.7. */
export function matchTopic(filter: string, topic: string): { readonly device?: string } | undefined {
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  // A wildcard at the beginning never takes topics of the broker itself.
  if (topic.startsWith('$') && wanted[0] !== levels[0]) return undefined;
  let device: string | undefined;
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return device === undefined ? {} : { device };
    if (i >= levels.length) return undefined;
    if (level === DEVICE) device = levels[i];
    else if (level !== '+' && level !== levels[i]) return undefined;
  }
  if (levels.length > wanted.length) return undefined;
  return device === undefined ? {} : { device };
}
