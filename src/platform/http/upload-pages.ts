import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Refused } from '../errors/errors.ts';
import type { Web } from './web.ts';
import { registerPages } from './page-routes.ts';
import type { FormPage, Page } from './pages.ts';

/** Fields beside the file, and bytes of each: the largest of our forms fits several times over. */
const MOST_FIELDS = 60;
const MOST_FIELD_BYTES = 64 * 1024;
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
        await readForm(request, web, page.keeps, body);
      } finally {
        comingIn -= 1;
      }
    });
    registerPages(inner, web, pages);
  });
}

async function readForm(
  request: FastifyRequest,
  web: Web,
  { field, most }: KeepingPage['keeps'],
  body: Record<string, unknown>,
): Promise<void> {
  const actor = await web.actor(request);
  if (actor === undefined) throw new Refused('SG-SIGN-IN', 'Your session has ended. Sign in again.');
  const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  // A file a little too large is read to its end, so that the form comes back with what was typed; one that is far too large is not.
  if (length > 4 * most) throw new Refused('SG-TOO-LARGE', 'The file is far too large. Choose a smaller one.');
  let foreign = false;
  const failed: { why?: unknown } = {};
  const limits = {
    fields: MOST_FIELDS,
    fieldNameSize: 100,
    fieldSize: MOST_FIELD_BYTES,
    files: 1,
    fileSize: most + 1,
    headerPairs: 20,
    parts: MOST_FIELDS + 1,
  };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw new Refused('SG-TOO-LARGE', 'What you typed is too long. Shorten it.');
      put(body, part.fieldname, part.value);
      continue;
    }
    foreign ||= !web.isOurForm(request, body);
    if (foreign || part.fieldname !== field || part.filename === '') {
      part.file.resume();
      continue;
    }
    try {
      const upload = await web.parts.files.put(part.file.iterator({ destroyOnReturn: false }), {
        name: part.filename,
        most,
      });
      if ('refused' in upload && upload.refused === 'virus') await web.parts.fileRefused(actor, 'virus');
      body[field] = upload;
    } catch (error) {
      // The form is read to its end all the same: a browser that is still sending would see a broken connection, not the page of the error.
      failed.why = error;
      part.file.resume();
    }
  }
  if ('why' in failed) throw failed.why;
}

/** As a form without a file has it: a field that comes twice is a list. A name that would reach an object's own workings is dropped. */
function put(body: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__' || typeof value !== 'string') return;
  const before = Object.hasOwn(body, name) ? body[name] : undefined;
  const list: unknown[] = Array.isArray(before) ? before : [before];
  body[name] = before === undefined ? value : [...list, value];
}
