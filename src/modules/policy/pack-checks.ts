import type { Fault, Path } from './pack-faults.ts';
import type { RawPack } from './pack-schema.ts';
import { audienceWords } from './words.ts';

/** What no single field can tell: things named that do not exist, and things given twice. */
export function crossCheck(pack: RawPack, lineOf: (path: Path) => number): Fault[] {
  const faults: Fault[] = [];
  const fault = (path: Path, problem: string, cure: string) => faults.push({ path, problem, cure });
  const unique = (path: Path, field: string, values: readonly string[]): ReadonlySet<string> => {
    const seen = new Map<string, number>();
    values.forEach((value, index) => {
      const here = [...path, index, field];
      const before = seen.get(value);
      if (before === undefined) seen.set(value, lineOf(here));
      else
        fault(here, `“${value}” is given twice, first on line ${String(before)}.`, `Give each its own \`${field}\`.`);
    });
    return new Set(seen.keys());
  };
  const codes = (path: Path, items: readonly { code: string }[]) =>
    unique(
      path,
      'code',
      items.map((item) => item.code),
    );

  const sections = codes(['sections'], pack.sections);
  const controls = codes(['controls'], pack.controls);
  const clauses = unique(
    ['clauses'],
    'id',
    pack.clauses.map((clause) => clause.id),
  );
  const { sanctions, reactions } = pack.incidents;
  codes(['profiles'], pack.profiles);
  codes(['incidents', 'sanctions'], sanctions);
  codes(['incidents', 'reactions'], reactions);

  const citing = (path: Path, items: readonly { clause: string | null; ours?: true | undefined }[]) => {
    items.forEach(({ clause, ours }, index) => {
      const here = [...path, index, 'clause'];
      if (clause !== null && !clauses.has(clause)) {
        fault(
          here,
          `clause “${clause}” is not in this pack.`,
          'Name a clause under `clauses`, or write clause: null, ours: true.',
        );
      } else if ((clause === null) !== (ours === true)) {
        fault(
          here,
          'a clause and `ours` contradict each other.',
          'Name the clause that says so, or write clause: null, ours: true.',
        );
      }
    });
  };
  citing(['incidents', 'sanctions'], sanctions);
  citing(['incidents', 'reactions'], reactions);
  pack.profiles.forEach((profile, index) => {
    const path = ['profiles', index, 'blocks'];
    unique(
      path,
      'category',
      profile.blocks.map((block) => block.category),
    );
    citing(path, profile.blocks);
  });
  for (const audience of Object.keys(audienceWords)) {
    if (!pack.profiles.some((profile) => profile.audience === audience)) {
      fault(['profiles'], `no profile is for “${audience}”.`, `Add a profile with audience: ${audience}.`);
    }
  }

  const fixed = new Map<string, string>();
  pack.clauses.forEach((clause, index) => {
    const path = ['clauses', index];
    const { control, covers, not_covered: notCovered } = clause;
    if (!sections.has(clause.section)) {
      fault(
        [...path, 'section'],
        `section “${clause.section}” is not declared.`,
        'Add it under `sections`, or correct the code.',
      );
    }
    if (control !== undefined && !controls.has(control)) {
      fault(
        [...path, 'control'],
        `control “${control}” is not declared.`,
        'Add it under `controls`, or correct the code.',
      );
    }
    if ((control === undefined) !== (covers === undefined)) {
      fault(
        path,
        `clause ${clause.id} has only one of \`control\` and \`covers\`.`,
        'Give both, or neither if nothing makes it true.',
      );
    }
    if ((covers === 'part') !== (notCovered !== undefined)) {
      fault(
        path,
        `clause ${clause.id}: \`not_covered\` goes with covers: part, and only with it.`,
        'Say in a sentence what is not covered, or write covers: whole.',
      );
    }
    for (const setting of Object.keys(clause.settings ?? {})) {
      const other = fixed.get(setting);
      if (other !== undefined) {
        fault(
          [...path, 'settings', setting],
          `clause ${other} already fixes \`${setting}\`.`,
          'Let one clause fix it.',
        );
      }
      fixed.set(setting, clause.id);
    }
  });
  // A mistyped code leaves its control unnamed too: the slip itself is then the fault to show.
  const mistyped = pack.clauses.some(({ control }) => control !== undefined && !controls.has(control));
  pack.controls.forEach((control, index) => {
    if (!mistyped && !pack.clauses.some((clause) => clause.control === control.code)) {
      fault(
        ['controls', index, 'code'],
        `no clause names control “${control.code}”.`,
        'Name it in the clause it makes true, or take it out.',
      );
    }
  });
  return faults;
}
