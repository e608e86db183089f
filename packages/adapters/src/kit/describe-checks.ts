import * as z from 'zod';
import type { FeedCheck } from './subject.js';

interface Described {
  readonly description?: string;
}

/** What a feed says of itself, before anything runs. */
export const describeChecks: readonly FeedCheck[] = [
  {
    id: 'descriptor',
    about: 'It has an id, a title in both languages and the norm it follows.',
    run({ definition: { id, title, norm } }) {
      return [
        ...(/^[a-z0-9][a-z0-9-]{0,63}$/.test(id) ? [] : [`the id "${id}" is not made of a–z, 0–9 and "-"`]),
        ...(/\p{Script=Han}/u.test(title.zh) ? [] : [`the Chinese title "${title.zh}" is not Chinese`]),
        ...(title.en.trim() === '' ? ['there is no English title'] : []),
        ...(norm.trim() === '' ? ['it names no norm and no document of the vendor'] : []),
      ];
    },
  },
  {
    id: 'contract',
    about: 'It is written for a version of the contract that this SDK knows.',
    run: ({ definition: { contract } }) =>
      contract === 1 ? [] : [`it is written for contract ${String(contract)}, this SDK knows 1`],
  },
  {
    id: 'config',
    about: 'Every option is described, the given configuration is taken, and an unknown option is refused.',
    run({ definition, config }) {
      const { schema } = definition;
      const found: string[] = [];
      if (!schema) return ['it has no schema of its configuration'];
      const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      for (const [name, option] of Object.entries(properties))
        if (!(option as Described).description) found.push(`option ${name} is not described`);
      const taken = definition.configure(config);
      if ('issues' in taken) found.push(...taken.issues.map(({ path, message }) => `${path}: ${message}`));
      const strange = definition.configure({ ...(config as object), 'no-such-option': 1 });
      if ('feed' in strange) found.push('an option that does not exist is taken without a word');
      return found;
    },
  },
  {
    id: 'docs',
    about: 'Its README names the norm and every option.',
    run({ definition: { norm, schema }, readme }) {
      const { properties = {} } = schema ? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) : {};
      return [
        ...(readme.includes(norm) ? [] : [`the README does not name ${norm}`]),
        ...Object.keys(properties)
          .filter((name) => !readme.includes(`\`${name}\``))
          .map((name) => `the README does not tell of option ${name}`),
      ];
    },
  },
];
