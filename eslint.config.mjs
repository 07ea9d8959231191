import tseslint from 'typescript-eslint';

import { layerRule } from './tools/layer-rule.ts';

const testsAndTools = ['**/*.test.ts', 'test/**', 'tools/**', 'src/modules/*/testing.ts'];
const entryPoints = ['src/main.ts', 'src/webd.ts', 'src/filterd.ts', 'src/cli.ts', 'src/cli/**', 'src/compose.ts'];

/** Syntax that would make a run depend on the day, the machine or luck. */
const clock = [
  {
    selector: "NewExpression[callee.name='Date'], CallExpression[callee.name='Date']",
    message: 'Dates are Temporal; the time comes from the Clock that is passed in.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'The time comes from the Clock that is passed in.',
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'The time comes from the Clock that is passed in.',
  },
  {
    selector:
      "MemberExpression[object.name='performance'][property.name='now'], MemberExpression[object.name='process'][property.name='hrtime']",
    message: 'Clock.monotonicMs() is passed in.',
  },
];
const random = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Ids and random values come from the Ids that is passed in.',
  },
];
const settings = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Settings are read once, by platform/config, and passed in.',
  },
];

export default tseslint.config(
  { ignores: ['node_modules/', 'assets/built/', 'data/', 'data-demo/', 'test/.output/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { schoolgate: { rules: { layers: layerRule } } },
    rules: {
      'schoolgate/layers': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The compiler demands brackets for index signatures (noPropertyAccessFromIndexSignature); the rule does not see all of them.
      '@typescript-eslint/dot-notation': 'off',
      // Fastify's hooks and handlers are async by contract, also when there is nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Plain functions, no classes: what an interface promises does not use `this`, so taking it apart is safe.
      '@typescript-eslint/unbound-method': 'off',
      // There are no enums here (erasable syntax only) and no classes but errors: these two look at every assignment for them, and take a third of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Characters of names and passwords are counted as code points on purpose.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-restricted-syntax': ['error', ...clock, ...random, ...settings],
      'no-console': 'error',
      eqeqeq: 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unsafe-finally': 'error',
      'no-control-regex': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-useless-escape': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
  { files: entryPoints, rules: { 'no-console': 'off', 'no-restricted-syntax': ['error', ...clock, ...random] } },
  { files: ['src/platform/config/**'], rules: { 'no-restricted-syntax': ['error', ...clock, ...random] } },
  { files: ['src/platform/time/**'], rules: { 'no-restricted-syntax': ['error', ...random, ...settings] } },
  { files: ['src/platform/ids/**'], rules: { 'no-restricted-syntax': ['error', ...clock, ...settings] } },
  {
    files: testsAndTools,
    rules: {
      'no-console': 'off',
      'no-restricted-syntax': 'off',
      // node:test keeps the promises of its own functions.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
            },
          ],
        },
      ],
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    // Plain JavaScript: what must run before anything is installed, the browser's own scripts, and this file.
    files: ['**/*.mjs', '**/*.js'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    rules: {
      'no-restricted-exports': 'off',
      'no-restricted-syntax': 'off',
      'no-console': 'off',
    },
  },
);
