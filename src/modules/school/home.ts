import { z } from 'zod';

import type { PersonActor } from '../../platform/access/access.ts';
import { query, wholeSchool, type Asking } from '../../platform/commands/command.ts';
import { readingTogether } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { stateOf } from '../evidence.ts';
import type { Control, DutyLine, Evidence, EvidenceKind, ModuleParts } from '../module.ts';
import { schoolEvents } from './events.ts';
import { mayOpenHome } from './policy.ts';

/** How many lines "what needs you today" has at most (design.md). */
export const MOST_LINES = 7;
/** How many figures "how things stand" has at most. */
const MOST_FIGURES = 6;

/** A figure under "how things stand": a control with what it can show now. */
export interface Figure {
  readonly title: string;
  readonly evidence: Evidence | undefined;
  /** Where the records behind it are, for those who may open them; for others, who may. */
  readonly records: { readonly href: string | undefined } | { readonly openedBy: string };
  /** How sure it is, by the rule of the policy's pages. */
  readonly kind: EvidenceKind;
}

/** What the home page shows: the most urgent lines and how many more there are, the figures, and what may be done. */
export interface Home {
  readonly lines: readonly DutyLine[];
  readonly more: number;
  readonly figures: readonly Figure[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

/** Puts lines of all modules in order: most urgent first, else as the modules gave them; at most seven. */
export function mostUrgent(lines: readonly DutyLine[]): { lines: readonly DutyLine[]; more: number } {
  const sorted = lines.toSorted((a, b) => a.urgency - b.urgency);
  return { lines: sorted.slice(0, MOST_LINES), more: Math.max(0, sorted.length - MOST_LINES) };
}

/** Makes the query behind the home page: it asks every module for its duties, and for the controls it wants shown to this person. */
export function makeHomeQuery(parts: Pick<ModuleParts, 'whole' | 'log'>) {
  const figureOf = async (db: ReadHandle, asking: Asking, control: Control): Promise<Figure> => {
    const { title, openedBy } = control;
    try {
      const evidence = await control.evidence(db, asking);
      const records = control.opens(asking.actor) ? { href: evidence.href } : { openedBy };
      return { title, evidence, kind: stateOf(evidence), records };
    } catch (error) {
      // One control that breaks must not take the home page with it; it shows as not known, never as good.
      parts.log.error({ control: control.code, err: error }, 'a control could not show its evidence');
      return { title, evidence: undefined, kind: stateOf(undefined), records: { href: undefined } };
    }
  };
  return query({
    name: 'school.home',
    input: z.object({}),
    events: schoolEvents,
    load: wholeSchool,
    policy: mayOpenHome,
    answer: async (own, { actor, now }): Promise<Home> => {
      // Many lines and figures rest on the same settings, posts and counts.
      const db = readingTogether(own);
      const modules = parts.whole();
      const waiting: DutyLine[] = [];
      for (const duty of modules.flatMap((module) => module.duties)) {
        waiting.push(...(await duty.linesFor(db, actor, { now })));
      }
      const figures: Figure[] = [];
      for (const control of modules.flatMap((module) => module.controls)) {
        if (figures.length < MOST_FIGURES && control.onHome?.(actor) === true) {
          figures.push(await figureOf(db, { actor, now }, control));
        }
      }
      return { ...mostUrgent(waiting), figures, links: actor.kind === 'person' ? linksFor(actor, modules) : [] };
    },
    leaves: 'It shows counts and lines that lead to records; each record leaves its own event when it is opened.',
  });
}

/** The words of the policy, for everybody: a page that needs no sign-in. */
const POLICY_TO_READ = '/policy/read';

/**
 * What this person may do from here: the places in the menu that are shown to them, in its order; home and account aside. Who has no place
 * for the policy there (a parent) gets the page where it is read.
 */
function linksFor(actor: PersonActor, modules: ReturnType<ModuleParts['whole']>): Home['links'] {
  const places = modules
    .flatMap((module) => module.pages)
    .flatMap((page) => ('navigation' in page ? [{ ...page.navigation, href: page.path }] : []))
    .filter((entry) => entry.href !== '/' && entry.href !== '/account' && entry.shownTo(actor))
    .sort((a, b) => a.order - b.order)
    .map(({ text, href }) => ({ text, href }));
  const isHere = modules.some((module) => module.publicRoutes.some((route) => route.path === POLICY_TO_READ));
  return !isHere || places.some(({ href }) => href === '/policy')
    ? places
    : [...places, { text: 'Read the online safety policy', href: `${POLICY_TO_READ}?school=${actor.school}` }];
}
