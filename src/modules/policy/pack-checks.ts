import { settingsNamed } from './documents/places.ts';
import type { Fault, Path } from './pack-faults.ts';
import type { RawPack } from './pack-schema.ts';
import { policySetting } from './settings-of-the-policy.ts';
import { audienceWords } from './words.ts';

/** Says whether a control of a code exists, where that is to be asked; packs that are only read for their levels are not. */
export type ControlKnown = (code: string) => boolean;

/** What no single field can tell: things named that do not exist, and things given twice. */
export function crossCheck(pack: RawPack, lineOf: (path: Path) => number, known?: ControlKnown): Fault[] {
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

  const inParts = new Map<string, string>();
  for (const [part, named] of Object.entries(pack.parts ?? {})) {
    named.forEach((section, index) => {
      const here = ['parts', part, index];
      const other = inParts.get(section);
      if (!sections.has(section)) {
        fault(here, `section “${section}” is not declared.`, 'Add it under `sections`, or correct the code.');
      } else if (other !== undefined) {
        fault(here, `section “${section}” is in the part “${other}” already.`, 'Let each section be in one part.');
      }
      inParts.set(section, part);
    });
  }
  if (pack.parts !== undefined) {
    pack.sections.forEach(({ code }, index) => {
      if (!inParts.has(code)) {
        fault(
          ['sections', index, 'code'],
          `section “${code}” is in no part.`,
          'Name it under one of the four `parts`.',
        );
      }
    });
  }

  pack.clauses.forEach((clause, index) => {
    const path = ['clauses', index];
    if (!sections.has(clause.section)) {
      fault(
        [...path, 'section'],
        `section “${clause.section}” is not declared.`,
        'Add it under `sections`, or correct the code.',
      );
    }
    const unknown = settingsNamed(clause.text).find((code) => policySetting(code) === undefined);
    if (unknown !== undefined) {
      fault(
        [...path, 'text'],
        `the sentence has a place for the setting “${unknown}”, and there is none of that name.`,
        'Take the code from docs/reference/settings.md, or write the words out.',
      );
    }
    faults.push(...bindingFaults(clause, path, known));
  });
  return faults;
}

/** What is wrong with the way in which one clause says what makes it true. */
function bindingFaults(clause: RawPack['clauses'][number], path: Path, known: ControlKnown | undefined): Fault[] {
  const faults: Fault[] = [];
  const { controls, guidance, not_covered: notCovered } = clause;
  controls?.forEach((control, index) => {
    if (known?.(control) !== false) return;
    faults.push({
      path: [...path, 'controls', index],
      problem: `this Schoolgate has no control “${control}”.`,
      cure: 'Take the code from docs/reference/controls.md, or write `guidance` if nothing can show the clause.',
    });
  });
  if (controls !== undefined && guidance !== undefined) {
    faults.push({
      path: [...path, 'guidance'],
      problem: `clause ${clause.id} has both \`controls\` and \`guidance\`.`,
      cure: 'Keep `controls` if a record or a rule can show it, else `guidance`.',
    });
  }
  if (notCovered !== undefined && controls === undefined) {
    faults.push({
      path: [...path, 'not_covered'],
      problem: `clause ${clause.id}: \`not_covered\` goes with \`controls\`, and there are none.`,
      cure: 'Name the controls that cover the rest, or take `not_covered` out.',
    });
  }
  if (guidance !== undefined && guidance.because === undefined && clause.kind !== 'guidance') {
    faults.push({
      path: [...path, 'guidance'],
      problem: `clause ${clause.id} is bound to guidance, and its kind is “${clause.kind}”.`,
      cure: 'Add `because`: one sentence that says why no record or rule can show it. Or bind it to `controls`.',
    });
  }
  return faults;
}
