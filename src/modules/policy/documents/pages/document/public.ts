import { z } from 'zod';

import packageJson from '../../../../../../package.json' with { type: 'json' };
import { query, wholeSchool } from '../../../../../platform/commands/command.ts';
import type { Answer, PublicRoute } from '../../../../../platform/http/public-routes.ts';
import { Refused } from '../../../../../platform/errors/errors.ts';
import { asId } from '../../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../../module.ts';
import { schoolName } from '../../../../school/index.ts';
import { schoolAsked } from '../../../pages/public/school-asked.ts';
import { mayReadText } from '../../../policy.ts';
import { documentEvents } from '../../events.ts';
import { documentInForce } from '../../model.ts';
import { sentFile, type FileKind } from '../files.ts';

type Parts = Pick<ModuleParts, 'store' | 'runner' | 'whole' | 'config'>;

/** The document of the version in force, for anybody: as a page, as a PDF and for a word processor. */
export function makePublicDocument(parts: Parts) {
  const readDocument = query({
    name: 'policy.read-document',
    input: z.object({}),
    events: documentEvents,
    load: wholeSchool,
    policy: mayReadText,
    answer: async (db) => ({ school: await schoolName(db), doc: await documentInForce(db, parts) }),
    leaves: 'The policy is a public document.',
  });

  const route = (path: string, says: string, as: FileKind | 'page'): PublicRoute => ({
    path,
    methods: ['GET'],
    why: `${says}; it holds the words of the policy in force and no records.`,
    reach: 'anywhere',
    keeps: true,
    handle: async ({ raw, request }): Promise<Answer> => {
      const title = 'Online safety policy';
      const show = 'modules/policy/documents/pages/document/page.njk';
      const asked = await schoolAsked(parts, raw, '/policy/document');
      if ('choices' in asked) return { show, model: { title, data: asked } };
      const actor = { kind: 'visitor', school: asked.school, request: asId<'request'>(request) } as const;
      const { doc } = await parts.runner.ask(readDocument, actor, {});
      const which = raw['school'] === undefined ? '' : `?school=${asked.school}`;
      if (as !== 'page') {
        if (doc === undefined) throw new Refused('SG-NOT-FOUND', 'The school has no policy in force yet.');
        // Another version of the program may set the same words otherwise.
        return { sends: { ...sentFile(doc, as), madeOf: JSON.stringify([packageJson.version, as, doc]) } };
      }
      return {
        show,
        model: {
          title,
          back: { href: `/policy/read${which}`, text: 'Read it on one page' },
          data: {
            doc,
            pdf: `/policy/document.pdf${which}`,
            docx: `/policy/document.docx${which}`,
            versions: `/policy/versions${which}`,
          },
        },
      };
    },
  });
  return {
    query: readDocument,
    routes: [
      route('/policy/document', 'Parents read the policy as a document', 'page'),
      route('/policy/document.pdf', 'Parents save the policy as a PDF', 'pdf'),
      route('/policy/document.docx', 'Parents save the policy for a word processor', 'docx'),
    ],
  };
}
