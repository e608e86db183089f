import type { Draft, Instant, Warning } from '@yingji/core';
import { schemas } from '@yingji/core/schemas';
import { expect } from 'chai';
import { cap } from './index.js';

const context = { source: 'gx-met', receivedAt: '2026-06-12T17:00:00+08:00' as Instant };
const read = (text: string): ReturnType<typeof cap.decode> => {
  const result = cap.decode(new TextEncoder().encode(text), context);
  for (const { body } of result.drafts) {
    const checked = schemas.warning.schema.safeParse((body as { value: unknown }).value);
    expect(checked.error?.issues ?? []).to.deep.equal([]);
    // The schema drops what it does not know: nothing may be dropped.
    expect(checked.data).to.deep.equal((body as { value: unknown }).value);
  }
  return result;
};
const warningOf = (draft: Draft | undefined): Warning => (draft!.body as unknown as { value: Warning }).value;

const info = (more = '', language = 'zh-CN'): string =>
  `<info><language>${language}</language><category>Met</category><event>暴雨</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>${more}</info>`;
const alert = ({
  identifier = 'A-1',
  sent = '2026-06-12T16:55:00+08:00',
  status = 'Actual',
  msgType = 'Alert',
  rest = info(),
} = {}): string =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>met@example.org</sender><sent>${sent}</sent><status>${status}</status><msgType>${msgType}</msgType><scope>Public</scope>${rest}</alert>`;
const codesOf = ({ issues }: { readonly issues: readonly { readonly code: string }[] }): string[] =>
  issues.map(({ code }) => code);

describe('CAP mapping', () => {
  it('makes one warning of an alert', () => {
    const { ok, drafts, issues } = read(
      alert({
        rest: `<note>n</note><incidents>i1 i2</incidents>${info(
          `<eventCode><valueName>CN-12379</valueName><value>11B03</value></eventCode><effective>2026-06-12T17:00:00+08:00</effective><expires>2026-06-12T20:00:00+08:00</expires><headline>南宁市气象台发布暴雨橙色预警信号</headline><area><areaDesc>青秀区</areaDesc><circle>22.8,108.3 2</circle><geocode><valueName>CN-GB2260</valueName><value>450103</value></geocode></area>`,
        )}`,
      }),
    );
    expect({ ok, issues }).to.deep.equal({ ok: true, issues: [] });
    expect(drafts).to.deep.equal([
      {
        v: 1,
        kind: 'warning',
        id: 'warning/gx-met/met%40example.org%2CA-1%2C2026-06-12T08%3A55%3A00Z',
        at: '2026-06-12T16:55:00+08:00',
        basis: 'stated',
        body: {
          value: {
            scheme: 'signal-colour',
            grade: 'orange',
            eventType: '11B03',
            title: '南宁市气象台发布暴雨橙色预警信号',
            verb: 'issue',
            issuer: 'met@example.org',
            native: 'A-1',
            sent: '2026-06-12T16:55:00+08:00',
            effective: '2026-06-12T17:00:00+08:00',
            expires: '2026-06-12T20:00:00+08:00',
            references: [],
            tellings: [
              {
                language: 'zh-CN',
                event: '暴雨',
                headline: '南宁市气象台发布暴雨橙色预警信号',
                urgency: 'Expected',
                severity: 'Severe',
                certainty: 'Likely',
                categories: ['Met'],
                codes: [{ scheme: 'CN-12379', code: '11B03' }],
                effective: '2026-06-12T17:00:00+08:00',
                expires: '2026-06-12T20:00:00+08:00',
                areas: [
                  {
                    name: '青秀区',
                    circles: [{ centre: [108.3, 22.8], radiusM: 2000 }],
                    codes: [{ scheme: 'CN-GB2260', code: '450103' }],
                  },
                ],
              },
            ],
            scope: 'public',
            incidents: ['i1', 'i2'],
            note: 'n',
            extra: { 'cap:version': '1.2' },
          },
        },
      },
    ]);
  });

  it('joins a chain whatever offset each message writes', () => {
    const first = read(alert()).drafts[0]!;
    for (const sent of [
      '2026-06-12T16:55:00+08:00',
      '2026-06-12T08:55:00-00:00',
      '2026-06-12T08:55:00Z',
      '2026-06-12T15:55:00+07:00',
    ]) {
      const update = read(
        alert({
          identifier: 'A-2',
          sent: '2026-06-12T17:30:00+08:00',
          msgType: 'Update',
          rest: `<references>met@example.org,A-1,${sent}</references>${info()}`,
        }),
      );
      expect(warningOf(update.drafts[0]).references, sent).to.deep.equal([first.id]);
    }
  });

  it('joins a message with a comma in its identifier, and one whose time nobody can read', () => {
    for (const [identifier, sent] of [
      ['A,1', '2026-06-12T16:55:00+08:00'],
      ['A-1', 'yesterday'],
    ] as const) {
      const first = read(alert({ identifier, sent })).drafts[0]!;
      const update = read(
        alert({
          identifier: 'A-2',
          msgType: 'Update',
          rest: `<references>met@example.org,${identifier},${sent}</references>${info()}`,
        }),
      );
      expect(warningOf(update.drafts[0]).references).to.deep.equal([first.id]);
    }
  });

  it('does not make a warning end itself, nor name another twice', () => {
    const { drafts } = read(
      alert({
        msgType: 'Cancel',
        rest: `<references>met@example.org,A-1,2026-06-12T08:55:00-00:00 x,B,2026-06-12T16:00:00+08:00 x,B,2026-06-12T08:00:00-00:00</references>${info()}`,
      }),
    );
    expect(warningOf(drafts[0]).references).to.deep.equal(['warning/gx-met/x%2CB%2C2026-06-12T08%3A00%3A00Z']);
  });

  it('tells drills from the real thing', () => {
    expect(read(alert()).drafts[0]!.exercise).to.equal(undefined);
    expect(read(alert({ status: 'Exercise' })).drafts[0]!.exercise).to.equal('exercise');
    expect(
      read(alert({ status: 'Exercise', rest: `<incidents>"spring drill" b</incidents>${info()}` })).drafts[0]!.exercise,
    ).to.equal('spring drill');
    expect(read(alert({ status: 'Test' })).drafts[0]!.exercise).to.equal('test');
    expect(read(alert({ status: 'exercise' })).drafts[0]!.exercise).to.equal('exercise');
  });

  it('takes a status that says nothing for real, and marks it', () => {
    const result = read(alert({ status: 'Whatever' }));
    expect(result.drafts[0]).to.include({ basis: 'unknown' });
    expect(codesOf(result)).to.include('cap-status-unknown');
  });

  it('makes no warning of drafts, system messages and answers, and says so', () => {
    for (const [status, msgType, code] of [
      ['Draft', 'Alert', 'cap-not-for-people'],
      ['System', 'Alert', 'cap-not-for-people'],
      ['Actual', 'Ack', 'cap-answer'],
      ['Actual', 'Error', 'cap-answer'],
    ] as const) {
      const result = read(alert({ status, msgType }));
      expect({ ok: result.ok, drafts: result.drafts }).to.deep.equal({ ok: true, drafts: [] });
      expect(codesOf(result)).to.include(code);
    }
  });

  it('keeps an alert that does not name itself, under a name of its own', () => {
    const text = (word: string): string =>
      `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info><headline>${word}</headline></info></alert>`;
    const [one, again, other] = [read(text('洪水')), read(text('洪水')), read(text('大风'))];
    expect(warningOf(one.drafts[0]).title).to.equal('洪水');
    expect(warningOf(one.drafts[0]).sent).to.equal(context.receivedAt);
    expect(one.drafts[0]!.id).to.equal(again.drafts[0]!.id).and.not.equal(other.drafts[0]!.id);
    expect(codesOf(one)).to.include('cap-identity');
  });

  it('leaves open what one of its parts leaves open', () => {
    const until = '<expires>2026-06-12T20:00:00+08:00</expires>';
    expect(
      warningOf(read(alert({ rest: info(until) + info(until.replace('T20', 'T22'), 'en') })).drafts[0]).expires,
    ).to.equal('2026-06-12T22:00:00+08:00');
    expect(warningOf(read(alert({ rest: info(until) + info('', 'en') })).drafts[0])).to.not.have.property('expires');
    expect(warningOf(read(alert({ rest: '' })).drafts[0])).to.not.have.property('expires');
  });

  it('takes its title from the Chinese telling, else the English one, else the first', () => {
    const said = (language: string, text: string): string => info(`<headline>${text}</headline>`, language);
    const title = (...infos: string[]): string => warningOf(read(alert({ rest: infos.join('') })).drafts[0]).title;
    expect(title(said('vi', 'mua'), said('en-US', 'rain'), said('zh-CN', '雨'))).to.equal('雨');
    expect(title(said('vi', 'mua'), said('en-US', 'rain'))).to.equal('rain');
    expect(title(said('vi', 'mua'), said('lo', 'fon'))).to.equal('mua');
    expect(title(info())).to.equal('暴雨');
    expect(warningOf(read(alert({ rest: '' })).drafts[0]).title).to.equal('Alert A-1');
  });

  it('splits lists of division codes, and keeps an area without geometry', () => {
    const { drafts } = read(
      alert({
        rest: info(
          '<area><areaDesc>d</areaDesc><geocode><valueName>CN-GB2260</valueName><value>450103001000, 450107001000</value></geocode><geocode><valueName>UGC</valueName><value>NVC013</value></geocode></area>',
        ),
      }),
    );
    expect(warningOf(drafts[0]).tellings[0]!.areas).to.deep.equal([
      {
        name: 'd',
        codes: [
          { scheme: 'CN-GB2260', code: '450103001000' },
          { scheme: 'CN-GB2260', code: '450107001000' },
          { scheme: 'UGC', code: 'NVC013' },
        ],
      },
    ]);
  });

  it('cuts a polygon at the antimeridian, and says so', () => {
    const result = read(
      alert({
        rest: info('<area><areaDesc>d</areaDesc><polygon>-10,170 -10,-170 10,-170 10,170 -10,170</polygon></area>'),
      }),
    );
    expect(warningOf(result.drafts[0]).tellings[0]!.areas[0]!.polygons).to.have.length(2);
    expect(codesOf(result)).to.deep.equal(['cap-antimeridian']);
  });

  it('tells a hundred Issues at most, whoever finds them', () => {
    const polygon = '<polygon>-10,170 -10,-170 10,-170 -10,170</polygon>';
    const { issues } = read(alert({ rest: info(`<area><areaDesc>d</areaDesc>${polygon.repeat(300)}</area>`) }));
    expect(issues).to.have.length(101);
    expect(issues.at(-1)!.code).to.equal('more-issues');
  });

  it('takes only event codes of the national coding for event types', () => {
    const type = (value: string): string | undefined =>
      warningOf(
        read(alert({ rest: info(`<eventCode><valueName>x</valueName><value>${value}</value></eventCode>`) })).drafts[0],
      ).eventType;
    expect(type('11B03')).to.equal('11B03');
    expect(type('12Z51')).to.equal('12Z51');
    for (const other of ['SVR', '11001', '15B03', '11B3']) expect(type(other), other).to.equal(undefined);
  });

  it('keeps what no field takes', () => {
    const { drafts } = read(
      alert({
        rest: `<source>desk</source><restriction>r</restriction><code>c</code><x:y xmlns:x="urn:x">kept</x:y>${info('<area><areaDesc>d</areaDesc><polygon>nowhere</polygon></area>')}`,
      }),
    );
    expect(warningOf(drafts[0]).extra).to.deep.equal({
      'cap:version': '1.2',
      'cap:source': 'desk',
      'cap:restriction': 'r',
      'cap:code': ['c'],
      'cap:shapes-unread': ['nowhere'],
      'cap:/alert/y': 'kept',
    });
  });

  it('leaves addressees out, and says so', () => {
    const result = read(alert({ rest: `<addresses>someone@example.org</addresses>${info()}` }));
    expect(JSON.stringify(result.drafts)).to.not.contain('someone');
    expect(codesOf(result)).to.deep.equal(['cap-addresses-left-out']);
  });

  it('leaves the bytes of a resource out, and says so', () => {
    const result = read(
      alert({
        rest: info(
          '<resource><resourceDesc>map</resourceDesc><mimeType>image/png</mimeType><derefUri>iVBORw0KGgo=</derefUri></resource>',
        ),
      }),
    );
    expect(JSON.stringify(result.drafts)).to.not.contain('iVBORw0KGgo=');
    expect(result.issues.map(({ code, path, level }) => [code, path, level])).to.deep.equal([
      ['cap-resource-left-out', '/alert/info/0/resource/0/derefUri', 'info'],
    ]);
  });

  it('tells a message that is over the moment it begins', () => {
    const times = (begin: string, end: string): string[] =>
      codesOf(read(alert({ rest: info(`<effective>${begin}</effective><expires>${end}</expires>`) })));
    expect(times('2026-06-12T17:00:00+08:00', '2026-06-12T17:00:00+08:00')).to.deep.equal(['cap-time-order']);
    expect(times('2026-06-12T17:00:00+08:00', '2026-06-12T09:00:00-00:00')).to.deep.equal(['cap-time-order']);
    expect(times('2026-06-12T17:00:00+08:00', '2026-06-12T17:00:01+08:00')).to.deep.equal([]);
  });

  it('shows control characters and halves of characters as U+FFFD', () => {
    const result = read(alert({ identifier: 'A\u0001', rest: info('<headline>暴雨\u0000\u0007橙色预警</headline>') }));
    expect(warningOf(result.drafts[0])).to.include({ title: '暴雨\ufffd橙色预警', native: 'A\ufffd' });
    expect(codesOf(result)).to.include('cap-character');
    expect(() => read(alert({ identifier: '&#xD800;' }))).to.not.throw();
  });

  it('shows markup as text', () => {
    const { drafts } = read(alert({ rest: info('<headline>&lt;img src=x onerror=alert(1)&gt;</headline>') }));
    expect(warningOf(drafts[0]).title).to.equal('<img src=x onerror=alert(1)>');
  });

  it('gives the same result for the same bytes', () => {
    expect(read(alert())).to.deep.equal(read(alert()));
  });
});
