// One piece of upkeep in a process of its own that may be killed: says `ready`, then `done` or what went wrong.
import { upkeep, type Work } from './upkeep.js';

const [folder, work] = process.argv.slice(2) as [string, Work];
const say = (word: string): void => void process.stdout.write(`${word}\n`);

say(await upkeep(folder, work, () => say('ready')));
