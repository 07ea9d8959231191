import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { CERTIFICATE_WARNING_DAYS, certificateAsItStands } from '../../../../platform/http/certificate.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../module.ts';
import { maySeeCertificate } from '../../policy.ts';

/** The web app's certificate, for IT support: whose, until when, and what to do about it. */
export function certificatePage({ config }: Pick<ModuleParts, 'config'>) {
  const showCertificate = query({
    name: 'school.show-certificate',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: maySeeCertificate,
    leaves: 'It shows what every browser is shown of the certificate, and no record.',
    answer: (_db, { now }) => Promise.resolve(certificateAsItStands(config, now)),
  });
  const shown = page({
    path: '/system/certificate',
    template: 'modules/school/pages/certificate/page.njk',
    navigation: {
      text: 'Certificate',
      order: 89,
      shownTo: (actor) => config.tls !== undefined && maySeeCertificate(actor).allowed,
    },
    query: showCertificate,
    view: (certificate) => ({
      title: 'The web app’s certificate',
      data: {
        certificate:
          certificate === undefined
            ? undefined
            : {
                file: certificate.file,
                names: certificate.names,
                ends: certificate.ends === undefined ? undefined : formatDate(certificate.ends.toString()),
                trouble: certificate.trouble,
              },
        address: config.publicUrl,
        warnedFor: CERTIFICATE_WARNING_DAYS,
      },
    }),
  });
  return { query: showCertificate, page: shown };
}
