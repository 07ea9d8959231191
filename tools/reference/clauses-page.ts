import type { Whole } from '../../src/compose.ts';
import { readPacks, allPacks } from '../clauses.ts';
import { packFigures, type Binding } from '../clauses/report.ts';
import { asCode, markdownTable, referencePage, type ReferencePage } from './markdown.ts';

const bindings: readonly Binding[] = ['enforced', 'evidenced', 'to come', 'guidance', 'unbound'];

/** How the clauses of each pack of policies/ are bound: what `npm run clauses` prints, in tables. */
export function clausesPage({ modules }: Pick<Whole, 'modules'>): ReferencePage {
  const controls = new Map(
    modules.flatMap((module) =>
      module.controls.map(({ code, kind, effect }) => [code, { code, kind, effect, module: module.name }] as const),
    ),
  );
  const packs = readPacks(allPacks(), controls).map(({ pack, fault }) => {
    if (pack === undefined) throw new Error(fault);
    return { pack, figures: packFigures(pack, controls) };
  });
  const kinds = [...new Set(packs.flatMap(({ figures }) => figures.byKind.map(([kind]) => kind)))].toSorted();
  const number = (count: number): string => (count === 0 ? '' : String(count));
  return referencePage(
    'clauses.md',
    'Clauses',
    'How the clauses of each policy that comes with Schoolgate are bound. A clause is as strong as the weakest of its controls: **enforced** when Schoolgate does not let it be otherwise, **evidenced** when records show it, **to come** while a part of Schoolgate is not built. **Guidance** only tells people something. How a clause stands in a school is on that school’s policy page. `npm run clauses` prints the same with settings and contradictions.',
    '## By what their controls give',
    markdownTable(
      ['policy', 'edition', 'clauses', 'bound', ...bindings, 'in part', 'several controls'],
      packs.map(({ pack, figures: { of } }) => [
        asCode(pack.code),
        pack.edition,
        String(pack.clauses.length),
        String(pack.clauses.length - of('unbound').length),
        ...bindings.map((binding) => String(of(binding).length)),
        String(pack.clauses.filter(({ notCovered }) => notCovered !== null).length),
        String(pack.clauses.filter((clause) => clause.controls.length > 1).length),
      ]),
    ),
    '## By kind of control',
    'A clause with controls of several kinds counts under each.',
    markdownTable(
      ['kind of control', ...packs.map(({ pack }) => asCode(pack.code))],
      kinds.map((kind) => [
        kind,
        ...packs.map(({ figures }) => number(figures.byKind.find(([one]) => one === kind)?.[1] ?? 0)),
      ]),
    ),
    '## Guidance, although the clause is of another kind',
    'Each with the reason why no record and no rule can show it.',
    markdownTable(
      ['policy', 'clause', 'kind', 'told to', 'why'],
      packs.flatMap(({ pack, figures: { odd } }) =>
        odd.map(({ id, kind, guidance }) => [
          asCode(pack.code),
          asCode(id),
          kind,
          guidance?.to.join(', ') ?? '',
          guidance?.because ?? '',
        ]),
      ),
    ),
    '## Guidance',
    markdownTable(
      ['policy', 'clauses'],
      packs.map(({ pack, figures: { of } }) => [
        asCode(pack.code),
        of('guidance')
          .filter(({ kind }) => kind === 'guidance')
          .map(({ id, guidance }) => `${asCode(id)} (${guidance?.to.join(', ') ?? ''})`)
          .join('; '),
      ]),
    ),
  );
}
