import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { plainName } from './field-names.js';
import { agencies } from './agency.js';
import { calls110, calls119 } from './index.js';

const shared = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const receivedAt = '2026-06-12T08:00:00.000Z' as never;

/** Known columns that have no field of ours: their values go to the vault with what was said. */
const IN_VAULT: { readonly [file: string]: readonly string[] } = {
  'jjd-110-columns.csv': [
    ...[
      'JQLYFS',
      'LHLX',
      'JJLYH',
      'JJYBH',
      'JJYXM',
      'JJWCSJ',
      'BJRXBDM',
      'BJRZJDM',
      'BJRZJHM',
      'TZDBH',
      'ZARS',
      'YWCWQ',
    ],
    ...['YWWXWZ', 'YWBZXL', 'SFSWYBJ', 'YJJYDJDM', 'SJCHPZLDM', 'SJCPH', 'SFSWHCL', 'JQBQ', 'FKBS', 'HFBS'],
  ],
  '119-udp-incident-fields.csv': ['RSWZ', 'JZLX', 'QHLC'],
  '120-accept-send-car-fields.csv': [
    ...['eventNature', 'patientNeed', 'specialNeeds', 'humanNumbers', 'sickName', 'gender', 'age', 'identity'],
    ...['isOrNoLitter', 'acceptType', 'toBeSentReason'],
  ],
};
const OF = {
  'jjd-110-columns.csv': agencies.police,
  '119-udp-incident-fields.csv': agencies.fire,
  '120-accept-send-car-fields.csv': agencies.medical,
};

describe(`calls: what others wrote${existsSync(shared) ? '' : ' (skipped: ../shared is not here)'}`, () => {
  for (const [file, agency] of Object.entries(OF))
    it(`${file}: every column is a field, or goes to the vault by name`, function () {
      const path = `${shared}/samples/calls-schema/${file}`;
      if (!existsSync(path)) return this.skip();
      const columns = readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]!);
      const unknown = columns.filter((column) => !agency.names.has(plainName(column)));
      expect(unknown).to.deep.equal(IN_VAULT[file]);
    });

  it('cn-110-platform-mock.json: calls with their orders, nothing lost and nobody named', function () {
    const path = `${shared}/data/calls/cn-110-platform-mock.json`;
    if (!existsSync(path)) return this.skip();
    const { drafts, issues } = calls110.decode(readFileSync(path), {
      source: 'calls',
      receivedAt,
      config: { datum: 'gcj02' },
    });
    const natives = new Set(
      [...readFileSync(path, 'utf8').matchAll(/"alarmNo": "(\d+)"/g)].map(([, number]) => number),
    );
    const reports = drafts.filter(({ kind }) => kind === 'report');
    expect(new Set(reports.map(({ id }) => id.split('/')[2]))).to.deep.equal(natives);
    const open = JSON.stringify(drafts, (key, value: unknown) =>
      ['caller', 'phone', 'home', 'narrative'].includes(key) ? '' : value,
    );
    for (const person of ['张三', '李四', '13800000000', '1101室', '303室']) expect(open).to.not.include(person);
    expect(issues.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('cn-119-cad-mock.json: refused, as no call of it has a number, and no time a year', function () {
    const path = `${shared}/data/calls/cn-119-cad-mock.json`;
    if (!existsSync(path)) return this.skip();
    const { drafts, issues } = calls119.decode(readFileSync(path), { source: 'calls', receivedAt });
    expect(drafts).to.deep.equal([]);
    expect(new Set(issues.map(({ code }) => code))).to.deep.equal(new Set(['calls-no-number']));
  });
});
