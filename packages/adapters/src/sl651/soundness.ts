import { issue, type Issue } from '@yingji/core';
import type { FrameInMaking } from './frame.js';
import { ENDS } from './layout.js';

/** Numbers of relays within a county, and that of all stations. */
const FIRST_RELAY = 60_001;
const EVERYBODY = 65_535;
const NO_DOUBTS: readonly Issue[] = [];

/** Whether an address in a head may speak for other stations: a relay of a county, or one that is known to. */
export function isRelay(station: string, relays: readonly string[] = []): boolean {
  if (relays.includes(station)) return true;
  const number = parseInt(station.slice(6), 16);
  return !station.startsWith('00') && number >= FIRST_RELAY && number < EVERYBODY;
}

/** Whether five bytes are an address of one station: 00 and eight digits, or the six digits of a county and a number. */
export function isAddress(bytes: Uint8Array, at: number): boolean {
  const digits = bytes[at] === 0 ? 5 : 3;
  for (let i = at; i < at + digits; i += 1) if ((bytes[i]! & 0x0f) > 9 || bytes[i]! > 0x99) return false;
  return digits === 5 || bytes[at + 3] !== 0xff || bytes[at + 4] !== 0xff;
}

/** What cannot be so in a frame that came whole: errors, where nothing of it may be taken, and warnings. */
export function doubtsOf(frame: FrameInMaking, addressed: boolean): readonly Issue[] {
  const { ends, elements, sentAt } = frame;
  let doubtful = (ends !== ENDS.etx && ends !== ENDS.etb) || !addressed || sentAt === null;
  doubtful ||= elements.length > 0 && elements[0]!.at === undefined;
  // Most frames have nothing of all this; the rest may cost more.
  for (let i = 0; i < elements.length && !doubtful; i += 1) doubtful = elements[i]!.value === null;
  return doubtful ? tell(frame, addressed) : NO_DOUBTS;
}

function tell({ station, ends, elements, sentAt, function: code }: FrameInMaking, addressed: boolean): Issue[] {
  const doubts: Issue[] = [];
  if (ends !== ENDS.etx && ends !== ENDS.etb)
    doubts.push(issue('sl651-bad-end', 'A station ends with ETX or ETB, and nothing else.', { path: '/ends' }));
  if (!addressed)
    doubts.push(issue('sl651-bad-address', `${station} is no address of a station.`, { path: '/station' }));
  if (sentAt === null && code !== 0x2f)
    doubts.push(
      issue('sl651-bad-time', 'The time of sending is no time. Set the clock of the station.', {
        ...{ path: '/sentAt', level: 'warning' },
      }),
    );
  const [first] = elements;
  if (first?.at === undefined && first !== undefined && code !== 0x46)
    doubts.push(
      issue('sl651-no-time', 'An element stands before any time of observation; that of sending is used.', {
        ...{ path: '/elements/0', level: 'warning' },
      }),
    );
  for (let i = 0; i < elements.length; i += 1) {
    const { value, none } = elements[i]!;
    // Bytes of FF alone are how the norm says that there is no value; nines and what is no digit are not.
    if (value !== null || none === undefined || none === '' || /^f+$/i.test(none)) continue;
    const nines = /^-?[\d.]+$/.test(none.replace(/^ff/, ''));
    doubts.push(
      issue(
        nines ? 'sl651-fault-value' : 'sl651-bad-number',
        nines ? `${none} says that there is no value; look at the sensor.` : 'What stands there is no decimal number.',
        { path: `/elements/${i}`, level: nines ? 'info' : 'warning' },
      ),
    );
  }
  return doubts;
}
