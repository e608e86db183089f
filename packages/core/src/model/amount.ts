import * as z from 'zod';

/** How much of a thing, in its own unit, to a thousandth: sums of such are exact, in whatever order they are made. */
export const amount = z.number().nonnegative().max(1_000_000_000).multipleOf(0.001);
