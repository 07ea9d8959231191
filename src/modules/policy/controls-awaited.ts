import type { Control } from '../module.ts';

/**
 * Controls that packs are bound to and that no module declares yet, while the modules are being built. The list gets shorter with each of them; a test refuses a code
 * in it that a module has declared meanwhile.
 */
export const controlsAwaited: readonly Pick<Control, 'code' | 'kind' | 'effect'>[] = [
  { code: 'subject-access', kind: 'workflow', effect: 'evidenced' },
];
