import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { expect } from 'chai';

const here = fileURLToPath(new URL('.', import.meta.url));

describe('example: a view in Node', () => {
  it('prints the smoke detectors, in at most 12 lines of code', async () => {
    const lines = readFileSync(new URL('./main.js', import.meta.url), 'utf8').split('\n');
    expect(lines.filter((line) => line.trim() !== '' && !line.startsWith('//')).length).to.be.at.most(12);
    const child = spawn(process.execPath, [...process.execArgv, 'main.js'], { cwd: here });
    const said: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      said.push(line);
      if (said.length === 2) break;
    }
    child.kill();
    await once(child, 'exit');
    expect(said.map((line) => line.split(' [')[0])).to.deep.equal(['3 栋 1 层走廊', '3 栋 2 层走廊']);
  });
});
