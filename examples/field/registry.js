#!/usr/bin/env node
// Writes the registry (台账) of the devices that field.js plays: places.csv and devices.csv, the same for the same seed.
import { readArguments } from './src/arguments.js';
import { writeRegistry } from './src/registry-csv.js';
import { createTown } from './src/town.js';

const USAGE = `用法: node registry.js --out FOLDER [--seed N] [--devices N] [--district ID]

  --seed, --devices  要和 field.js 一致（默认 1、13000）
  --district ID      街道的上级，编码或完整标识，如 place/divisions/450103（默认 450103）
`;

/** @param {readonly string[]} args */
async function main(args) {
  const given = readArguments(args, {
    out: 'text',
    seed: 'number',
    devices: 'number',
    district: 'text',
    help: 'switch',
  });
  if (given.help) return void process.stdout.write(USAGE);
  if (given.out === undefined) throw new RangeError('Give --out.');
  const town = createTown({ seed: given.seed ?? 1, devices: given.devices ?? 13_000 });
  const { devices, places } = await writeRegistry({
    out: given.out,
    town,
    ...(given.district !== undefined && { district: given.district }),
  });
  process.stdout.write(`${places}\n${devices}\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(error instanceof RangeError ? `${error.message}\n\n${USAGE}` : `${error.stack}\n`);
  process.exitCode = error instanceof RangeError ? 2 : 1;
});
