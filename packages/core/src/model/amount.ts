import * as z from 'zod';

/** The nearest number to some whole thousandths; zod lets anything pass that is written with an exponent: 1e-7. */
const isThousandths = (value: number): boolean => Math.round(value * 1000) / 1000 === value;

/** How much of a thing, in its own unit, to a thousandth: sums of such are exact, in whatever order they are made. */
export const amount = z
  .number()
  .nonnegative()
  .max(1_000_000_000)
  .multipleOf(0.001)
  .refine(isThousandths, 'Invalid number: must be a multiple of 0.001');
