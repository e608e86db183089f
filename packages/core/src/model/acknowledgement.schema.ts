import * as z from 'zod';
import { extra, idOf, means } from './marks.js';

/** 确认收到: a named person saw it. It ends nothing: an alarm goes on until the facts say otherwise. */
export const Acknowledgement = z.strictObject({
  of: means(idOf('report', 'incident', 'warning'), 'The report, incident or warning that was seen.'),
  masked: means(z.string(), 'Name of the person as others may see it, e.g. 李*.'),
  extra,
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;
export const acknowledgementExample: z.input<typeof Acknowledgement> = {
  of: 'report/fire/889-1-1-131082.20260612T094558Z',
  masked: '李*',
};
