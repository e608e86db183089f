import tseslint from 'typescript-eslint';

/** Built-ins newer than Chromium 109, Firefox ESR 115 and Safari 16.4, the oldest browsers the pages must run on. */
const TOO_NEW = [
  'groupBy', 'withResolvers', 'fromAsync', 'toSorted', 'toReversed', 'toSpliced', 'isWellFormed', 'toWellFormed',
  'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom', 'transferToFixedLength', 'parseAndSerialize',
];

const forbid = (selector, message) => ({ selector, message });
const everywhere = [
  forbid('TSEnumDeclaration', 'Use a union of literals.'),
  forbid('TSModuleDeclaration[kind="namespace"]', 'Use a module.'),
  forbid('TSParameterProperty', 'Write the field out.'),
  forbid('ExportAllDeclaration', 'Name what is exported.'),
  forbid('AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]', 'Text from outside must stay text.'),
  forbid('CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/]', 'Text from outside must stay text.'),
  forbid('CallExpression[callee.object.name="document"][callee.property.name=/^(write|writeln)$/]', 'Text from outside must stay text.'),
  forbid('ImportSpecifier[imported.name=/^unsafe(HTML|SVG|CSS)$/]', 'Text from outside must stay text.'),
  forbid('CallExpression[callee.name="eval"]', 'Pages forbid it.'),
  forbid('NewExpression[callee.name="Function"]', 'Pages forbid it.'),
];
const inPages = [
  ...everywhere,
  forbid(`MemberExpression[property.name=/^(${TOO_NEW.join('|')})$/]`, 'Newer than the oldest browser we promise.'),
];
const pure = [
  ...inPages,
  forbid('MemberExpression[object.name="Date"][property.name="now"]', 'Time comes through the Clock port.'),
  forbid('NewExpression[callee.name="Date"][arguments.length=0]', 'Time comes through the Clock port.'),
  forbid('MemberExpression[object.name="Math"][property.name="random"]', 'Randomness comes through the Ids port.'),
  forbid('CallExpression[callee.name=/^(setTimeout|setInterval|fetch)$/]', 'The outside comes through ports.'),
];
const restrict = (rules) => ({ 'no-restricted-syntax': ['error', ...rules] });

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'var/**', 'docs/api/**', 'coverage/**'] },
  ...tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...restrict(everywhere),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['packages/*/src/**/*.ts'], rules: { 'no-console': 'error' } },
  { files: ['packages/components/src/**/*.ts', 'packages/adapters/src/remote/**/*.ts'], rules: restrict(inPages) },
  {
    files: ['packages/core/src/**/*.ts', 'packages/adapters/src/{cap,gbt26875,table,datum,xml}/**/{codec,mapping,layout,decode*,read*}.ts'],
    ignores: ['packages/core/src/ports/system.ts', 'packages/core/src/testing/**', '**/*.test.ts'],
    rules: restrict(pure),
  },
  { files: ['**/*.test.ts', '**/testing/**', 'test/**'], rules: { ...restrict(everywhere.slice(0, 4)) } },
);
