// docs/commands.md is the reference of every Command. YINGJI_WRITE_COMMANDS=1 writes it anew; this test says when that is due.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { commandRules } from '../packages/core/src/access/command-rules.js';
import { commands, commandsPage, fieldsOf, meaningOf } from './lib/commands-page.js';
import { root } from './lib/imports.js';

describe('commands', () => {
  it('docs/commands.md is what the schemas say', () => {
    const text = commandsPage();
    const file = join(root, 'docs/commands.md');
    if (process.env['YINGJI_WRITE_COMMANDS']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).to.equal(text);
  });

  it('says of every Command that has a rule what it does, and what it takes', () => {
    expect(commands.map(({ name }) => name)).to.include.members(Object.keys(commandRules));
    for (const command of commands) {
      expect(meaningOf(command.name), command.name).to.match(/^\p{Lu}.{20,}\.$/u);
      const fields = fieldsOf(command);
      expect(fields, command.name).to.not.have.length(0);
      for (const [field = '', type = ''] of fields) expect(type, `${command.name} ${field}`).to.not.match(/^$|\bany\b/);
    }
  });

  it('what it says must be there is asked for, and what it does not name is refused', () => {
    for (const command of commands) {
      const parsed = command.parse({ nonsense: 1 });
      expect('issues' in parsed && parsed.issues[0]?.code, command.name).to.equal('invalid-input');
    }
  });
});
