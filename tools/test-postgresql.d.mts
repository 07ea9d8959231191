/** Types of test-postgresql.mjs, for tests; the file itself must run on any Node. */

export function findPostgresql(): string | undefined;

export function startTestPostgresql(bin: string):
  | {
      readonly ok: true;
      readonly url: string;
      readonly pause: (mode: 'fast' | 'immediate') => void;
      readonly resume: () => void;
      readonly stop: () => void;
    }
  | { readonly ok: false; readonly why: string };
