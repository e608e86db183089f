import tseslint from 'typescript-eslint';

const forbid = (selector, message) => ({ selector, message });
const call = (names) => `CallExpression[callee.property.name=/^(${names.join('|')})$/]`;
const member = (object, names) => `MemberExpression[object.name="${object}"][property.name=/^(${names.join('|')})$/]`;

const TEXT = 'Text from outside must stay text.';
const everywhere = [
  forbid('TSEnumDeclaration', 'Use a union of literals.'),
  forbid('TSModuleDeclaration[kind="namespace"]', 'Use a module.'),
  forbid('TSParameterProperty', 'Write the field out.'),
  forbid('ExportAllDeclaration', 'Name what is exported.'),
];
const named = [...everywhere, forbid('ExportDefaultDeclaration', 'Name what is exported.')];
const text = [
  forbid('AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]', TEXT),
  forbid('TemplateElement[value.raw=/[.](innerHTML|outerHTML|srcdoc)\\s*=/]', TEXT),
  forbid(call(['insertAdjacentHTML', 'setHTML', 'setHTMLUnsafe', 'createContextualFragment', 'parseFromString']), TEXT),
  forbid('CallExpression[callee.object.name="document"][callee.property.name=/^(write|writeln)$/]', TEXT),
  forbid('ImportSpecifier[imported.name=/^unsafe(HTML|SVG|MathML|Static)$/]', TEXT),
];

/** Newer than Chromium 109, Firefox ESR 115 or Safari 16.4, the oldest browsers a page may run in. */
const OLD = 'Newer than the oldest browser we promise.';
const STREAM = 'Streams are not iterable there: use a reader.';
const old = [
  forbid(call(['toSorted', 'toReversed', 'toSpliced', 'isWellFormed', 'toWellFormed']), OLD),
  forbid(call(['symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']), OLD),
  forbid(`${call(['union', 'intersection', 'difference'])}:not([callee.object.name="z"])`, OLD),
  forbid(
    call(['toBase64', 'toHex', 'transferToFixedLength', 'checkVisibility', 'moveBefore', 'startViewTransition']),
    OLD,
  ),
  forbid(call(['showPopover', 'hidePopover', 'togglePopover', 'requestIdleCallback']), OLD),
  forbid(member('Array', ['fromAsync']), OLD),
  forbid(member('Object', ['groupBy']), OLD),
  forbid(member('Map', ['groupBy']), OLD),
  forbid(member('Promise', ['withResolvers', 'try']), OLD),
  forbid(member('AbortSignal', ['any']), OLD),
  forbid(member('URL', ['canParse', 'parse']), OLD),
  forbid(member('RegExp', ['escape']), OLD),
  forbid(member('Uint8Array', ['fromBase64', 'fromHex']), OLD),
  forbid(member('Iterator', ['from', 'concat']), OLD),
  forbid(member('Intl', ['DurationFormat']), OLD),
  forbid(member('Atomics', ['waitAsync', 'pause']), OLD),
  forbid(member('crypto', ['randomUUID']), 'Absent in a page served by plain http.'),
  forbid('Literal[regex.flags=/v/]', OLD),
  forbid('VariableDeclaration[kind=/using/]', OLD),
  forbid('ForOfStatement[await=true][right.property.name="body"]', STREAM),
  forbid('ForOfStatement[await=true][right.expression.property.name="body"]', STREAM),
];
/** The same for style sheets, which are template strings here. */
const styles = [
  forbid(
    'TemplateElement[value.raw=/color-mix\\(|light-dark\\(|:has\\(|:popover-open|@scope|@starting-style|subgrid|text-wrap:/]',
    OLD,
  ),
  forbid(
    'TaggedTemplateExpression[tag.name="css"] TemplateElement[value.raw=/[{;]\\s*&/]',
    'Nested rules: newer than Chromium 109.',
  ),
];

const PORT = 'Time, randomness and the network come through ports.';
const clock = [
  forbid(member('Date', ['now']), PORT),
  forbid(member('performance', ['now']), PORT),
  forbid('NewExpression[callee.name="Date"][arguments.length=0]', PORT),
  forbid(member('Math', ['random']), PORT),
  forbid('CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]', PORT),
];
const network = [forbid('CallExpression[callee.name=/^(fetch|XMLHttpRequest|WebSocket|EventSource)$/]', PORT)];

const restrict = (...rules) => ({ 'no-restricted-syntax': ['error', ...rules] });

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'var/**', 'docs/api/**', 'docs/elements/**', 'coverage/**'] },
  ...tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...restrict(...named),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      // `import { type A }` still loads the file.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // chai's expectations are expressions.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      eqeqeq: ['error', 'always'],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['**/*.config.{js,mjs}'], rules: restrict(...everywhere) },
  {
    files: ['packages/*/src/**/*.ts'],
    // What its tsconfig leaves out has no types here.
    ignores: ['**/*.test.ts', 'packages/components/src/testing/**'],
    languageOptions: { parserOptions: { project: ['packages/*/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  // Every group below replaces the one above it for its files, so each names all that holds there.
  { files: ['packages/gateway/src/**/*.ts', 'examples/**/*.{js,ts}'], rules: restrict(...named, ...text) },
  { files: ['packages/core/src/**/*.ts'], rules: restrict(...named, ...text, ...old, ...clock, ...network) },
  {
    files: ['packages/core/src/ports/system.ts', 'packages/core/src/testing/**/*.ts'],
    rules: restrict(...named, ...text, ...old, ...network),
  },
  { files: ['packages/adapters/src/**/*.ts'], rules: restrict(...named, ...text, ...clock, ...network) },
  { files: ['packages/adapters/src/cap/fetch-capped.ts'], rules: restrict(...named, ...text, ...clock) },
  { files: ['packages/adapters/src/remote/**/*.ts'], rules: restrict(...named, ...text, ...old, ...clock) },
  { files: ['packages/components/src/**/*.ts'], rules: restrict(...named, ...text, ...old, ...styles) },
  {
    files: ['**/*.test.ts', 'packages/*/test/**', 'test/**'],
    rules: { ...restrict(...named), 'no-console': 'off', 'no-script-url': 'off' },
  },
);
