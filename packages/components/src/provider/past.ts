import { connectReplay, type GatewayOptions } from '@yingji/adapters/remote';
import type { OpenPast, PastView } from '../context/past.js';

/** The past as a gateway plays it, with the rights of today. */
export const pastOf = (gateway: GatewayOptions, asked: Parameters<OpenPast>[0]): PastView =>
  connectReplay({ ...gateway, ...asked });
