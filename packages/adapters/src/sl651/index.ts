import { tellingOnce } from '../profiles/tell-once.js';
import { tcpServer, udpSocket } from '../transports/index.js';
import {
  defineFeed,
  digest,
  issue,
  type Instant,
  type Issue,
  type Message,
  type DeviceOrder,
  type OrderBook,
  type ReadContext,
} from '@yingji/core';
import { toHex } from '@yingji/core/frame';
import { alarmsAndStates } from './alarms.js';
import { answerTo, denyBroken } from './answers.js';
import { occasion } from './clock.js';
import { decodeSl651 } from './codec.js';
import { Sl651Config } from './config.js';
import type { Sl651Frame } from './frame.js';
import { sl651Framing } from './framing.js';
import { ASKED, encodeQuery } from './encode.js';
import { DOWNWARD, UPWARD } from './layout.js';
import { mapFrame } from './mapping.js';
import { isRelay } from './soundness.js';

export { decodeSl651 } from './codec.js';
export {
  encodeAnswer,
  encodeQuery,
  encodeSl651,
  type Answered,
  type Ask,
  type FrameToSend,
  type Query,
} from './encode.js';
export { ELEMENTS, type Element } from './elements.js';
export type { Decoded, Sl651Element, Sl651Frame } from './frame.js';
export { sl651Framing } from './framing.js';
export { ENDS, FUNCTIONS, MODES, type FunctionRow, type Mode } from './layout.js';

/** Of `4501030001-z2`, a gauge of it, the station. */
function stationOf(native: string): string {
  return native.slice(0, 10);
}

const orderName = (station: string, code: number): string => `${station}.${code.toString(16)}`;

/** A question of the centre to a station, with the address and the password that its own messages bear. */
const ask =
  (of: 'real-time' | 'set-clock') =>
  ({ native, reply, serial }: DeviceOrder): ReturnType<OrderBook<Sl651Config>[string]> => {
    const { encoding, centre, password } = reply as Pick<Sl651Frame, 'encoding' | 'centre' | 'password'>;
    if (encoding !== 'hex')
      return {
        issues: [
          issue('cannot-execute', `${native} speaks ASCII, of which no form of a question was found; ask by hand.`),
        ],
      };
    const station = stationOf(native);
    // Each try says its own time, by which a station may set its clock.
    const bytes = (sentAt: Instant): Uint8Array =>
      encodeQuery({ encoding, centre, station, password, serial, sentAt, ask: { of } });
    return { bytes, answer: orderName(station, ASKED[of]) };
  };

/** SL 651-2014 over TCP or UDP: hydrological stations report to us, the centre, and hear that we kept what they said. */
export const sl651 = tellingOnce(
  defineFeed({
    id: 'sl651',
    title: { zh: '水文遥测站', en: 'Hydrological stations' },
    norm: 'SL 651-2014',
    contract: 1,
    transports: ['tcp', 'udp'],
    config: Sl651Config,
    // Serial numbers tell two reports of one minute apart, and what a datagram overtook; backfill is older by its own times.
    ordering: { by: 'sequence', modulus: 0x1_0000 },
    canRefuse: true,
    expectEveryMs: ({ expectEveryS }) => expectEveryS * 1000,
    hears: ({ registry }) => [registry],
    transport: ({ over, port, host, maxLines, idleS }) =>
      over === 'udp'
        ? udpSocket({ port, host, maxLines, idleS, spans: true })
        : tcpServer({ port, host, maxConnections: maxLines, idleS }),
    framing: sl651Framing,
    layouts: [UPWARD, DOWNWARD],
    commands: { 'query-device': ask('real-time'), 'sync-clock': ask('set-clock') },
    lineOf: stationOf,
    read: readMessage,
  }),
  alarmsAndStates,
);

function readMessage(bytes: Uint8Array, context: ReadContext<Sl651Config>): Message {
  const { config, receivedAt } = context;
  const { frame, issues } = decodeSl651(bytes);
  const digested = digest(toHex(bytes));
  if (!frame) {
    const answer = denyBroken(bytes, config, receivedAt);
    return { key: `broken.${digested}`, drafts: [], issues, ...(answer && { answer }) };
  }
  const key = keyOf(frame, digested, context);
  const stranger = strangerIn(frame, config);
  if (stranger !== undefined)
    return {
      key,
      drafts: [],
      issues: [issue('sl651-not-listed', `${stranger} is none of the stations that may speak here.`)],
    };
  const { station, measuredBy = station } = frame;
  const speaksFor = measuredBy !== station && !isRelay(station, config.relays);
  const differs = speaksFor ? [forAnother(station, measuredBy)] : [];
  const answer = answerTo(frame, config, receivedAt);
  const failed = speaksFor || issues.some(({ level }) => level === 'error');
  const mapped = failed ? undefined : mapFrame(frame, { ...context, key });
  return {
    key,
    drafts: mapped?.drafts ?? [],
    issues: [...issues, ...differs, ...(mapped?.issues ?? [])],
    ...(!failed && { outcome: mapped?.known && issues.every(({ level }) => level === 'info') ? 'good' : 'unmapped' }),
    ...(answer && { answer }),
    speaker: { native: station, reply: { encoding: frame.encoding, centre: frame.centre, password: frame.password } },
    // A modem that echoes a question answers none.
    ...(frame.direction === 'up' && { answers: [{ to: orderName(station, frame.function) }] }),
  };
}

const forAnother = (station: string, measuredBy: string): Issue =>
  issue(
    'sl651-station-differs',
    `${station} speaks for ${measuredBy} and is no relay; name it under relays if it is.`,
    {
      path: '/measuredBy',
    },
  );

const keyOf = ({ station, ...frame }: Sl651Frame, digested: string, { receivedAt }: ReadContext<Sl651Config>): string =>
  `${station}.${frame.function.toString(16)}.${frame.serial ?? ''}.${occasion({ station, ...frame }, receivedAt)}.${digested}`;

/** Who speaks, or is spoken for, and may not. */
const strangerIn = ({ station, measuredBy }: Sl651Frame, { addresses }: Sl651Config): string | undefined =>
  addresses && [station, measuredBy ?? station].find((each) => !addresses.includes(each));
