import type { Actor } from '../../platform/access/access.ts';
import type { Evidence } from '../module.ts';

/** What the set-up list derives its states from: records, never a tick somebody made. */
export interface SetUpFacts {
  readonly pupils: number;
  readonly staff: number;
  readonly vacant: number;
  /** Evidence of controls of other modules by code, where those exist. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly actor: Actor;
}

export interface SetUpStep {
  readonly title: string;
  readonly hint: string;
  readonly href: string;
  readonly state: 'done' | 'to do' | 'part done';
}

/** The list after the school itself is set up, in the order in which it is best done. */
export function setUpSteps(facts: SetUpFacts): readonly SetUpStep[] {
  const found = (code: string): boolean => {
    const evidence = facts.evidence.get(code);
    return evidence !== undefined && evidence.state !== 'no-data';
  };
  return [
    {
      title: 'Name the school and yourself',
      hint: 'You have done this.',
      href: '/school',
      state: 'done',
    },
    {
      title: 'Bring in pupils, staff and classes',
      hint:
        facts.pupils === 0
          ? 'Import them from your school’s records system, or add them by hand.'
          : `${String(facts.pupils)} pupils and ${String(facts.staff)} staff are here.`,
      href: '/people/import',
      state: facts.pupils === 0 ? 'to do' : 'done',
    },
    {
      title: 'Fill the posts that every school must have',
      hint: facts.vacant === 0 ? 'All are filled.' : `${String(facts.vacant)} vacant.`,
      href: '/people/roles',
      state: facts.vacant === 0 ? 'done' : facts.vacant <= 2 ? 'part done' : 'to do',
    },
    {
      title: 'Choose your policy',
      hint: 'A ready policy to start from; every clause can be read before you choose.',
      href: '/policy/choose',
      state: found('policy-review-date') ? 'done' : 'to do',
    },
    {
      title: 'Check that the filter obeys',
      hint: 'The filter says which rules it follows; then you point browsers at it.',
      href: '/filtering',
      state: facts.evidence.get('filter-in-force')?.state === 'met' ? 'done' : 'to do',
    },
  ];
}
