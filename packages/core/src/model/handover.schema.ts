import * as z from 'zod';
import { extra, id, idOf, means } from './marks.js';

/** 交接班: what one shift leaves to the next, so that nothing open is forgotten at the change. */
export const Handover = z.strictObject({
  of: means(idOf('shift'), 'The shift that ends.'),
  to: means(idOf('shift'), 'The shift that takes over.'),
  items: means(
    z.array(z.string().min(1)),
    'Open items in words (遗留事项), no personal data; empty = nothing is open.',
  ),
  about: means(z.array(id), 'Tasks, incidents, findings that stay open.').optional(),
  masked: means(z.string(), 'Name of the person who handed over, as others may see it.'),
  extra,
});
export type Handover = z.infer<typeof Handover>;
export const handoverExample: z.input<typeof Handover> = {
  of: 'shift/city/1',
  to: 'shift/city/2',
  items: ['竹园小区雨水篦堵塞，已报市政，待清'],
  about: ['task/city/7'],
  masked: '李*',
};
