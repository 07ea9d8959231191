import type { Control } from '../module.ts';

/**
 * Controls that packs are bound to and that no module declares yet, while the modules are being built. The list gets shorter with each of them; a test refuses a code
 * in it that a module has declared meanwhile.
 */
export const controlsAwaited: readonly Pick<Control, 'code' | 'kind' | 'effect'>[] = [
  { code: 'self-review', kind: 'report', effect: 'evidenced' },
  { code: 'filtering-review', kind: 'report', effect: 'evidenced' },
  { code: 'policy-acknowledged-staff', kind: 'notice', effect: 'evidenced' },
  { code: 'policy-approved', kind: 'approval', effect: 'evidenced' },
  { code: 'policy-consulted', kind: 'communication', effect: 'evidenced' },
  { code: 'subject-access', kind: 'workflow', effect: 'evidenced' },
  { code: 'out-of-cycle-reviews', kind: 'risk-assessment', effect: 'evidenced' },
  { code: 'taught-research', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-evaluation', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-copyright', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-data-protection', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-e-mail', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-social-media', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-cyberbullying', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-grooming', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-extremism', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-risks', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-publishing', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-images', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-getting-help', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-acceptable-use', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-bad-pages', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-passwords', kind: 'curriculum', effect: 'evidenced' },
  { code: 'taught-ai', kind: 'curriculum', effect: 'evidenced' },
  { code: 'trained-staff', kind: 'training', effect: 'evidenced' },
  { code: 'trained-lead', kind: 'training', effect: 'evidenced' },
  { code: 'trained-dsl', kind: 'training', effect: 'evidenced' },
  { code: 'trained-governors', kind: 'training', effect: 'evidenced' },
  { code: 'trained-technicians', kind: 'training', effect: 'evidenced' },
  { code: 'trained-volunteers', kind: 'training', effect: 'evidenced' },
  { code: 'trained-prevent', kind: 'training', effect: 'evidenced' },
  { code: 'trained-data-protection', kind: 'training', effect: 'evidenced' },
  { code: 'trained-publishing', kind: 'training', effect: 'evidenced' },
];
