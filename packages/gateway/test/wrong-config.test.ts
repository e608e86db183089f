import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeHouse, type House } from './house.js';
import { runCli } from './run-cli.js';

describe('what is personal or secret in a configuration', () => {
  let house: House;
  before(() => (house = makeHouse()));
  after(() => house.remove());

  it('is in nothing that a wrong configuration is told with', async () => {
    const file = join(house.folder, 'wrong.yaml');
    for (const [i, text] of [
      `auth: { tokens: SECRET }\nlistn: 1`,
      `password: !SECRET`,
      `password: |SECRET\n x`,
      `%SECRET x\n---\na: 1`,
      `a: "x" SECRET`,
      `a: 'SECRET`,
      `city: SECRET`,
      `city: { name: a }\nstore: { file: a, keyFile: b }\nfeeds: [{ use: cap, source: a, config: { http: [{ url: "https://u:SECRET@a.example/" }] } }]`,
      `city: { name: a }\nstore: { file: a, keyFile: b }\nfeeds: [{ use: cap, source: a, config: { http: [{ url: "https://a.example/", headers: { Authorization: SECRET } }] } }]`,
      `city: { name: a }\nstore: { file: a, keyFile: b }\norigins: [SECRET]`,
    ].entries()) {
      const secret = `Kanarie${i}x`;
      writeFileSync(file, text.replace('SECRET', secret));
      const { code, out, err } = await runCli(['serve', '--config', file]);
      expect(code, text).to.equal(1);
      expect(out + err, text).to.not.include(secret);
    }
  });
});
