import { FRAME } from './layout.js';
import type { Gbt26875Frame } from './codec.js';
import { writeTime } from './time-label.js';

/** The head of a frame to be sent; `unit` is its application data unit, empty for confirm and deny. */
export interface FrameToSend extends Pick<Gbt26875Frame, 'serial' | 'version' | 'source' | 'destination' | 'command'> {
  /** `YYYY-MM-DDTHH:mm:ss`, local time of the centre. */
  readonly time: string;
  readonly unit?: Uint8Array;
}

/** Writes one frame. RangeError when the unit is longer than 1024 bytes. */
export function encodeGbt26875(frame: FrameToSend): Uint8Array {
  const { unit = new Uint8Array(0) } = frame;
  if (unit.length > FRAME.maxUnit) throw new RangeError(`a unit of ${unit.length} bytes is longer than 1024`);
  const bytes = new Uint8Array(FRAME.around + unit.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4040);
  view.setUint16(FRAME.serial, frame.serial, true);
  bytes.set([frame.version.major, frame.version.user], FRAME.version);
  bytes.set(writeTime(frame.time), FRAME.time);
  setU48(view, FRAME.source, frame.source);
  setU48(view, FRAME.destination, frame.destination);
  view.setUint16(FRAME.length, unit.length, true);
  bytes[FRAME.command] = frame.command;
  bytes.set(unit, FRAME.unit);
  let sum = 0;
  for (let i = 2; i < FRAME.unit + unit.length; i += 1) sum += bytes[i]!;
  bytes.set([sum & 0xff, 0x23, 0x23], FRAME.unit + unit.length);
  return bytes;
}

/** Unit 90, 同步时钟: the centre's time for the device's clock. */
export const clockUnit = (time: string): Uint8Array => Uint8Array.from([90, 1, ...writeTime(time)]);

/** Unit 91, 查岗: the person on duty has so many minutes to answer, 1–255. */
export const postCheckUnit = (minutes: number): Uint8Array => Uint8Array.from([91, 1, minutes]);

function setU48(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 0x1_0000_0000, true);
  view.setUint16(at + 4, Math.floor(value / 0x1_0000_0000), true);
}
