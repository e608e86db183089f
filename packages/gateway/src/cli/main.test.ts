import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { runCli } from '../../test/run-cli.js';

describe('the command yingji', () => {
  it('tells what it can do', async () => {
    const { code, out } = await runCli(['help']);
    expect(code).to.equal(0);
    for (const word of ['serve', 'decode', 'schema', 'events', 'token', 'audit', 'backup', 'prune'])
      expect(out).to.include(`yingji ${word}`);
  });

  it('tells of one command alone, asked either way', async () => {
    const [one, two] = [await runCli(['decode', '--help']), await runCli(['help', 'decode'])];
    expect(one).to.include({ code: 0 });
    expect(one.out).to.equal(two.out).and.to.include('yingji decode <feed>').and.not.include('yingji serve');
    expect(await runCli(['help', 'decod'])).to.include({ code: 2, out: '' });
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await runCli(['--version'])).to.include({ code: 0, out: `${version}\n` });
  });

  for (const [argv, hint] of [
    [[], 'yingji serve --config'],
    [['sevre'], 'did you mean "serve"?'],
    [['toString'], 'there are: serve'],
    [['--nothing'], 'There is no command'],
    [['serve'], '--config is missing'],
    [['serve', '--confg', 'a'], 'did you mean --config?'],
    [['serve', '--config', 'a', 'b'], '"b" is one word too many'],
    [['serve', '--config'], '--config'],
    [['decode'], 'The feed is missing'],
    [['decode', 'cpa'], 'did you mean "cap"?'],
    [['decode', 'cap', '--hxe'], 'did you mean --hex?'],
    [['decode', 'cap', '--at', 'noon'], '--at takes an instant'],
    [['schema', 'warnin'], 'did you mean "warning"?'],
    [['schema', 'memory'], 'There is no kind'],
    [['events'], '--config is missing'],
    [['events', '--config', 'a', '--after', 'x'], '--after takes a whole number'],
    [['token'], 'What to do is missing'],
    [['token', 'creat'], 'did you mean "create"?'],
    [['token', 'create', '--name', '李*'], '--actor is missing'],
    [['token', 'create', '--actor', 'li', '--name', '李明'], 'masked'],
    [['backup', '--config', 'a'], '--to is missing'],
    [['prune', '--config='], '--config is missing'],
  ] as const)
    it(`answers "${argv.join(' ')}" with 2 and a hint`, async () => {
      const { code, out, err } = await runCli(argv);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.include(hint);
    });

  it('says what is wrong with a configuration, where', async () => {
    expect(await runCli(['serve', '--config', '/nowhere/a.yaml'])).to.include({ code: 1 });
    expect((await runCli(['prune', '--config', '/nowhere/a.yaml'])).err).to.include('unreadable');
  });
});

describe('yingji schema', () => {
  it('prints one kind, or all', async () => {
    const one = JSON.parse((await runCli(['schema', 'warning'])).out) as { title: string; type: string };
    expect(one).to.include({ title: 'warning', type: 'object' });
    const all = JSON.parse((await runCli(['schema'])).out) as { $defs: { warning: object } };
    expect(all.$defs.warning).to.deep.equal(one);
  });
});
