/** Where the public name of the CAP feed leads in this run: to its source, or to what was built of it. */
export const capEntry = import.meta.resolve('@yingji/adapters/cap');

/** Whether this run is meant to test the sources; without the condition our names lead to what a user installs. */
export const meansSource = process.execArgv.includes('--conditions=@yingji/source');

export const entries = meansSource ? 'source' : 'built';
