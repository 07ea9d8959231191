import { holds } from '../../platform/access/access.ts';
import { certificateTrouble } from '../../platform/http/certificate.ts';
import type { Duty, ModuleParts } from '../module.ts';

/** What waits for IT support about the machine itself. */
export function schoolDuties({ config }: Pick<ModuleParts, 'config'>): readonly Duty[] {
  return [
    {
      code: 'certificate-renewed',
      title: 'The web app’s certificate is renewed in time',
      linesFor: (_db, actor, { now }) => {
        const trouble = holds(actor, 'technician') ? certificateTrouble(config, now) : undefined;
        return Promise.resolve(
          trouble === undefined
            ? []
            : [{ text: trouble, href: '/system/certificate', action: 'See what to do', urgency: 1 as const }],
        );
      },
    },
  ];
}
