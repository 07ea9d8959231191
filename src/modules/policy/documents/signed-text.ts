import { createHash } from 'node:crypto';

import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { ModuleParts } from '../../module.ts';
import { packOfDraft, type Draft } from './draft.ts';
import { documentOfDraft, stateFact, type PolicyDocument } from './model.ts';

/** What those who approve, sign and publish put their names under. */
export interface SignedText {
  readonly doc: PolicyDocument;
  /**
   * SHA-256 (hex) of the whole document, and of what it brings into force beside its words (levels, measures). A form carries the one of the text it showed. It is the
   * same when governors approve, when the chair signs and when the head publishes, unless something in the document changed: only how far the draft has come is left out.
   */
  readonly sha256: string;
}

/** The document of a draft, read once, with its hash. */
export async function signedText(
  db: ReadHandle,
  draft: Draft,
  parts: Pick<ModuleParts, 'whole' | 'config'>,
): Promise<SignedText> {
  const doc = await documentOfDraft(db, draft, parts);
  const signed = {
    doc: { ...doc, facts: doc.facts.filter(({ name }) => name !== stateFact) },
    pack: packOfDraft(draft, ''),
  };
  return { doc, sha256: createHash('sha256').update(JSON.stringify(signed)).digest('hex') };
}
