import { relative, sep } from 'node:path';

import { AST_NODE_TYPES, type TSESLint, type TSESTree } from '@typescript-eslint/utils';

import { importedPath, layerProblem } from './layers.ts';

/** ESLint rule: every import goes in an allowed direction. The rules themselves are in layers.ts. */
export const layerRule: TSESLint.RuleModule<'direction'> = {
  meta: { type: 'problem', schema: [], defaultOptions: [], messages: { direction: '{{ problem }}' } },
  create(context) {
    const from = relative(context.cwd, context.filename).split(sep).join('/');
    const check = (source: TSESTree.Node | null): void => {
      if (source?.type !== AST_NODE_TYPES.Literal || typeof source.value !== 'string') return;
      const problem = layerProblem({ from, to: importedPath(from, source.value) });
      if (problem !== undefined) context.report({ node: source, messageId: 'direction', data: { problem } });
    };
    return {
      ImportDeclaration: (node) => {
        check(node.source);
      },
      ExportAllDeclaration: (node) => {
        check(node.source);
      },
      ExportNamedDeclaration: (node) => {
        check(node.source);
      },
      ImportExpression: (node) => {
        check(node.source);
      },
      TSImportType: (node) => {
        check(node.source);
      },
    };
  },
};
