import { controlKinds } from '../../src/modules/module.ts';
import type { Clause, Pack } from '../../src/modules/policy/pack.ts';
import { settle } from '../../src/modules/policy/settling.ts';
import { isAgainst } from '../../src/modules/policy/setting-kinds.ts';
import { policySetting } from '../../src/modules/policy/settings-of-the-policy.ts';
import type { KnownControl } from './program-controls.ts';

type Controls = ReadonlyMap<string, KnownControl>;

/** What its controls can show of a clause at best: as the weakest of them. */
export type Binding = 'enforced' | 'evidenced' | 'to come' | 'guidance' | 'unbound';

/** How a clause is bound. */
export function bindingOf(clause: Pick<Clause, 'controls' | 'guidance'>, controls: Controls): Binding {
  if (clause.guidance !== null) return 'guidance';
  if (clause.controls.length === 0) return 'unbound';
  const effects = clause.controls.map((code) => controls.get(code)?.effect);
  if (effects.some((effect) => effect === undefined || effect === 'to-come')) return 'to come';
  return effects.every((effect) => effect === 'enforced') ? 'enforced' : 'evidenced';
}

/** How the clauses of one pack are bound. */
export interface PackFigures {
  readonly of: (binding: Binding) => readonly Clause[];
  /** Clauses by kind of control, the most first; one with several kinds counts under each. */
  readonly byKind: readonly (readonly [kind: string, clauses: number])[];
  /** Clauses that only tell people something although their kind is another. */
  readonly odd: readonly Clause[];
}

export function packFigures(pack: Pack, controls: Controls): PackFigures {
  const bindings = new Map(pack.clauses.map((clause) => [clause.id, bindingOf(clause, controls)]));
  const of = (binding: Binding) => pack.clauses.filter(({ id }) => bindings.get(id) === binding);
  const byKind = new Map<string, number>();
  for (const { controls: codes } of pack.clauses) {
    for (const kind of new Set(codes.flatMap((code) => controls.get(code)?.kind ?? []))) {
      byKind.set(controlKinds[kind], (byKind.get(controlKinds[kind]) ?? 0) + 1);
    }
  }
  return {
    of,
    byKind: [...byKind].toSorted(([, one], [, other]) => other - one),
    odd: of('guidance').filter(({ kind }) => kind !== 'guidance'),
  };
}

/** What is said of one pack. */
export function packReport(
  pack: Pack,
  controls: Controls,
): { readonly lines: readonly string[]; readonly unbound: number } {
  const { of, byKind, odd } = packFigures(pack, controls);
  const unbound = of('unbound');
  const guidance = of('guidance');
  const settled = settle(pack);
  const below = pack.clauses.flatMap((clause) =>
    Object.entries(clause.settings).flatMap(([code, value]) =>
      isAgainst(policySetting(code)?.law, value) ? [`    ${clause.id} ${code}: ${String(value)}`] : [],
    ),
  );
  return {
    unbound: unbound.length,
    lines: [
      `${pack.code} (${pack.edition}): ${String(pack.clauses.length)} clauses, ${String(pack.clauses.length - unbound.length)} bound, ${String(unbound.length)} unbound`,
      `  by what its controls give: enforced ${String(of('enforced').length)}, evidenced ${String(of('evidenced').length)}, to come ${String(of('to come').length)}, guidance ${String(guidance.length)}`,
      `  in part: ${String(pack.clauses.filter(({ notCovered }) => notCovered !== null).length)}; with several controls: ${String(pack.clauses.filter(({ controls: codes }) => codes.length > 1).length)}`,
      `  clauses by kind of control: ${byKind.map(([kind, count]) => `${kind} ${String(count)}`).join(', ')}`,
      ...named(
        '  unbound',
        unbound.map(({ id, text }) => `    ${id} ${text}`),
      ),
      ...named('  guidance by kind', guidance.filter(({ kind }) => kind === 'guidance').map(shown)),
      ...named('  guidance although its kind is another', odd.map(shown)),
      `  settings: ${String(settled.length)}`,
      ...named(
        '  contradictions, the safer value taken',
        settled
          .filter(({ sides }) => sides.length > 0)
          .map(
            ({ code, value, sides }) =>
              `    ${code}: ${sides.map((side) => `${side.clause} says ${String(side.value)}`).join(', ')}; taken: ${String(value)}`,
          ),
      ),
      ...named('  below the law, the lawful reading taken', below),
      '',
    ],
  };
}

/** Controls that no pack names. */
export function unusedReport(packs: readonly Pack[], controls: Controls): string {
  const used = new Set(packs.flatMap(({ clauses }) => clauses.flatMap(({ controls: codes }) => codes)));
  const unused = [...controls.keys()].filter((code) => !used.has(code)).toSorted();
  return `Controls: ${String(controls.size)}; named by no clause: ${String(unused.length)}${unused.length === 0 ? '' : ` (${unused.join(', ')})`}`;
}

const shown = ({ id, kind, guidance, text }: Clause): string =>
  `    ${id} (${kind}) to ${guidance?.to.join(', ') ?? ''}: ${guidance?.because ?? text}`;

const named = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}: ${String(lines.length)}`, ...lines];
