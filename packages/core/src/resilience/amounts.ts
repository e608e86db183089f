/** Adds amounts of at most three decimals exactly: the same sum in whatever order they come. */
export function sum(amounts: readonly number[]): number {
  return fromThousandths(amounts.reduce((total, each) => total + thousandths(each), 0));
}

/** An amount in whole thousandths of its unit. */
export const thousandths = (amount: number): number => Math.round(amount * 1000);

/** An amount from whole thousandths of its unit; never minus zero. */
export const fromThousandths = (whole: number): number => whole / 1000 + 0;

/** A need, in its unit: to the next thousandth, never below. Beyond fifteen digits a product of two numbers tells nothing. */
export function roundedUp(need: number): number {
  const [digits, power] = need.toExponential(14).split('e');
  return fromThousandths(Math.ceil(Number(`${digits}e${Number(power) + 3}`)));
}
