import * as z from 'zod';
import { extra, idOf, instant, means, sensitive } from './marks.js';

/** 共建协议: what somebody has promised to lend or do when called (代储, 协议调用). Whether it has expired is derived. */
export const Agreement = z.strictObject({
  title: means(z.string().min(1), 'One line that names it.'),
  lender: means(idOf('organization'), 'Organization that lends.').optional(),
  lenderName: means(z.string(), 'The lender as the agreement names it, never a private person.'),
  borrower: means(idOf('organization'), 'Organization it is lent to.').optional(),
  items: means(
    z
      .array(
        z.strictObject({
          item: means(z.string(), 'What: a thing, a place, a service.'),
          quantity: means(z.number().positive(), 'How much; absent = as needed.').optional(),
          unit: means(z.string(), 'Counted in.').optional(),
        }),
      )
      .min(1),
    'What is lent.',
  ),
  callOutS: means(z.number().positive(), 'How long from the call until it is there.', { unit: 's' }).optional(),
  validFrom: means(instant, 'Holds from.').optional(),
  validUntil: means(instant, 'Holds until; absent = open-ended.').optional(),
  facility: means(idOf('facility'), 'Where it is kept.').optional(),
  document: means(z.string(), 'Number of the agreement.').optional(),
  contact: sensitive('Whom to call.').optional(),
  phone: sensitive('Number to call.').optional(),
  extra,
});
export type Agreement = z.infer<typeof Agreement>;
export const agreementExample: z.input<typeof Agreement> = {
  title: '饮用水协议储备',
  lenderName: '示例超市新竹店',
  items: [{ item: '瓶装水', quantity: 2000, unit: '瓶' }],
  callOutS: 3600,
  validUntil: '2027-06-30T23:59:59+08:00',
  document: '示例协〔2026〕3 号',
};
