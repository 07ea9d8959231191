import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import type { ModuleParts } from '../../../module.ts';
import { publicText } from '../../public-text.ts';
import { readerWords, wordOf, type PackReader } from '../../words.ts';

/** Who among those that clauses name as keeping them are the readers of a page. */
const keepers: Readonly<Record<PackReader, readonly string[]>> = {
  parents: ['parent'],
  pupils: ['pupil'],
  staff: ['staff', 'teacher'],
  governors: ['governor', 'chair', 'vice-chair', 'online-safety-governor'],
  visitors: ['visitor', 'volunteer', 'community-user'],
  technicians: ['technician'],
};

/** What the policy tells one group of readers, by section: the clauses that are guidance for them or that they keep, and where to get help. */
export async function guidanceFor(db: ReadHandle, parts: Pick<ModuleParts, 'whole'>, reader: PackReader) {
  const text = await publicText(db, parts);
  const mine =
    text.pack === undefined
      ? []
      : text.clauses.filter(
          ({ guidance, who }) => guidance?.to.includes(reader) === true || keepers[reader].includes(who),
        );
  return {
    school: text.school,
    reader,
    title: `Online safety: ${wordOf(readerWords, reader)}`,
    pack: text.pack === undefined ? undefined : { edition: text.pack.edition, loadedAt: text.pack.loadedAt },
    sections: (text.pack?.sections ?? [])
      .map(({ code, title }) => ({
        code,
        title,
        clauses: mine
          .filter(({ section }) => section === code)
          .map(({ id, text: words, notes }) => ({ id, text: words, notes })),
      }))
      .filter(({ clauses }) => clauses.length > 0),
    help: text.pieces.filter(({ code }) => code === 'where-to-get-help'),
  };
}
