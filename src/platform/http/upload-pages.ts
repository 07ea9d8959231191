import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Refused } from '../errors/errors.ts';
import type { Web } from './web.ts';
import { registerPages } from './page-routes.ts';
import type { FormPage, Page } from './pages.ts';
import { readFileForm } from './uploads.ts';

/** Bytes of text beside a file that is kept: the largest of our forms fits several times over. */
const MOST_TEXT_BYTES = 256 * 1024;
/** Files that come in at the same time: each is sealed, and looked at by the scanner, while it comes. */
const AT_ONCE = 4;

type KeepingPage = FormPage & { readonly keeps: NonNullable<FormPage['keeps']> };

/** Whether a page takes a file to be kept. */
export function keepsFile(page: Page): page is KeepingPage {
  return page.kind === 'form' && page.keeps !== undefined;
}

/**
 * Registers the pages whose file goes into the file store. The form's fields come before its file, so that nobody who is not signed in, and
 * no form that is not ours, makes us keep a byte; the file is sealed as it comes in, and is never whole in memory. What is refused is told at
 * its field, with everything else that was typed.
 */
export async function registerUploadPages(
  app: FastifyInstance,
  web: Web,
  pages: readonly KeepingPage[],
): Promise<void> {
  await app.register(async (inner) => {
    if (!inner.hasContentTypeParser('multipart/form-data')) await inner.register(multipart);
    let comingIn = 0;
    inner.addHook('preValidation', async (request) => {
      if (request.method !== 'POST' || !request.isMultipart()) return;
      const page = pages.find((one) => one.path === request.routeOptions.url);
      if (page === undefined) return;
      if (comingIn >= AT_ONCE) {
        throw new Refused('SG-TOO-MANY', 'Several files are coming in just now. Wait a moment and send yours again.');
      }
      comingIn += 1;
      try {
        // Set before it is filled: when the file cannot be kept, the page of the error gives back what was typed.
        const body: Record<string, unknown> = {};
        request.body = body;
        await keepFile(request, web, page.keeps, body);
      } finally {
        comingIn -= 1;
      }
    });
    registerPages(inner, web, pages);
  });
}

async function keepFile(
  request: FastifyRequest,
  web: Web,
  { field, most }: KeepingPage['keeps'],
  body: Record<string, unknown>,
): Promise<void> {
  const actor = await web.actor(request);
  if (actor === undefined) throw new Refused('SG-SIGN-IN', 'Your session has ended. Sign in again.');
  await readFileForm(request, body, {
    field,
    mostFiles: 1,
    // A file a little too large is read to its end, so that the form comes back with what was typed; one that is far too large is not.
    mostEach: most + 1,
    mostText: MOST_TEXT_BYTES,
    mostSent: 4 * most,
    isOurs: (fields) => web.isOurForm(request, fields),
    take: async (file) => {
      const upload = await web.parts.files.put(file.file.iterator({ destroyOnReturn: false }), {
        name: file.filename,
        most,
      });
      if ('refused' in upload && upload.refused === 'virus') await web.parts.fileRefused(actor, 'virus');
      body[field] = upload;
    },
  });
}
