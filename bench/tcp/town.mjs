// How many devices there are, for the host that registers them and for the process that plays them.

/** User-information transmission devices, each with a connection of its own, and the detectors behind each. */
export const TRANSMITTERS = 300;
export const DETECTORS = 44;
/** The most objects of type 2 that a frame holds by the norm: 1,024 bytes, 46 an object. */
export const MOST = 22;

const FIRST = 450_103_000_001;
const SYSTEM = { type: 1, address: 1 };

export const transmitterAt = (n) => FIRST + n;
export const componentAt = (n) => 0x10000 + n;

/** The address of a detector, as the register of the host names it. */
export const nativeOf = (transmitter, component) =>
  `${transmitterAt(transmitter)}-${SYSTEM.type}-${SYSTEM.address}-${componentAt(component)}`;
