import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { formatDate, formatPlural } from '../../platform/views/format.ts';
import { notRecorded } from '../evidence.ts';
import type { Control, Evidence, ModuleParts } from '../module.ts';
import { latestChecks } from './kept-checks.ts';
import { contradictionsOf } from './kept-contradictions.ts';
import { settingInForce } from './kept-settings.ts';
import { policyPieces, type ShownPiece } from './pieces.ts';
import { mayReadDashboard, mayReadPolicy } from './policy.ts';
import { valueInWords } from './setting-field.ts';
import { clausesOf, packInForce } from './store.ts';

/** What the policy shows about itself: that it is public, what it contains, that it does not contradict itself, and that somebody looks. */

/** A look counts for a term: the longest has 16 weeks with its half term, and two weeks are left to write it down. */
const TERM = Temporal.Duration.from({ days: 18 * 7 });

/** They rest on records alone, and say the same until a command changes those. */
const resting = { restsOn: 'records' } as const;

const readers = {
  ...resting,
  opens: (actor: Actor) => mayReadPolicy(actor).allowed,
  openedBy: 'Staff and governors',
} as const;

/** The controls that the policy module makes true itself. */
export function ownControls(parts: Pick<ModuleParts, 'whole'>): readonly Control[] {
  return [
    policyPublished,
    pieceControl(parts, {
      code: 'incident-flowchart-shown',
      effect: 'enforced',
      piece: 'incident-flowchart',
      title: 'The incident flowchart is part of the policy',
      makesTrue:
        'The public policy shows the steps after an incident, drawn from the very table of steps that incidents follow.',
      says: (piece) => `${formatPlural(piece.blocks.length, 'flowchart')} on the public page of the policy`,
    }),
    linkedPoliciesNamed,
    pieceControl(parts, {
      code: 'helplines-shown',
      effect: 'evidenced',
      piece: 'where-to-get-help',
      title: 'Where to get help is on the pages of pupils and parents',
      makesTrue: 'The public pages for pupils and for parents list where to get help, in school and outside.',
      says: (piece) =>
        `${formatPlural(piece.blocks.flatMap(({ lines }) => lines).length, 'place')} to get help on the pages for pupils and parents`,
    }),
    contradictionsResolved,
    policyInFourParts,
    complianceChecked,
  ];
}

const policyPublished: Control = {
  code: 'policy-published',
  kind: 'notice',
  title: 'The policy in force is public to parents',
  makesTrue:
    'Anybody reads the policy in force on a public page that needs no sign-in, from the moment it is in force.',
  effect: 'evidenced',
  ...readers,
  evidence: async (db) => {
    const href = '/policy/read';
    const pack = await packInForce(db);
    if (pack === undefined) return notRecorded('No policy is in force', href);
    const { length } = await clausesOf(db, pack.id);
    return {
      state: length > 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure: `The public page shows ${formatPlural(length, 'clause')} of edition ${pack.edition}, since ${formatDate(pack.loadedAt)}`,
      latest: pack.loadedAt,
      href,
    };
  },
};

const linkedPoliciesNamed: Control = {
  code: 'linked-policies-named',
  kind: 'notice',
  title: 'The policy names the policies it belongs with',
  makesTrue:
    'The public policy lists the policies that belong together with it, as its clause or the school has set them.',
  effect: 'enforced',
  ...readers,
  evidence: async (db) => {
    const href = '/policy/read';
    const kept = await settingInForce(db, 'linked-policies');
    if ((await packInForce(db)) === undefined || kept === undefined) {
      return notRecorded('No policies are named', href);
    }
    return {
      state: 'met',
      kind: 'measured',
      figure: `Named on the public page: ${valueInWords(kept.value)}`,
      latest: kept.setAt,
      href,
    };
  },
};

/** A control of which a piece of the public pages is the evidence: the program looks whether it is there. */
function pieceControl(
  parts: Pick<ModuleParts, 'whole'>,
  given: Pick<Control, 'code' | 'effect' | 'title' | 'makesTrue'> & {
    readonly piece: ShownPiece['code'];
    readonly says: (piece: ShownPiece) => string;
  },
): Control {
  const { piece: code, says, ...control } = given;
  return {
    ...control,
    ...resting,
    kind: 'notice',
    opens: () => true,
    openedBy: 'Everybody',
    evidence: async (db, { now }) => {
      const href = code === 'where-to-get-help' ? '/policy/for/parents' : '/policy/read#shown-incident-flowchart';
      const inForce = await packInForce(db);
      if (inForce === undefined) return notRecorded('No policy is in force', href);
      const piece = (await policyPieces(db, parts)).find((one) => one.code === code);
      const there = piece?.blocks.some(({ lines }) => lines.length > 0) ?? false;
      return {
        state: there ? 'met' : 'not-met',
        kind: 'measured',
        figure: piece === undefined || !there ? 'Not on the public pages' : says(piece),
        latest: now,
        href,
      };
    },
  };
}

const contradictionsResolved: Control = {
  code: 'contradictions-resolved',
  kind: 'notice',
  title: 'Contradictions in the policy are resolved',
  makesTrue:
    'Where two clauses set one thing differently, the headteacher or the online-safety lead has decided which counts.',
  effect: 'evidenced',
  ...readers,
  evidence: async (db) => {
    const href = '/policy/contradictions';
    const pack = await packInForce(db);
    if (pack === undefined) return notRecorded('No policy is in force', href);
    const all = await contradictionsOf(db, pack.id);
    const open = all.filter(({ resolved }) => resolved === undefined).length;
    const decided = all.flatMap(({ resolved }) => (resolved === undefined ? [] : [resolved.at]));
    return {
      state: open === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure:
        open > 0
          ? `${formatPlural(open, 'contradiction')} to resolve`
          : all.length === 0
            ? 'No two clauses contradict each other'
            : `${formatPlural(all.length, 'contradiction')}, all resolved`,
      latest: decided.toSorted(Temporal.Instant.compare).at(-1) ?? pack.loadedAt,
      href,
    };
  },
};

const policyInFourParts: Control = {
  code: 'policy-in-four-parts',
  kind: 'notice',
  title: 'The policy is read in its four parts',
  makesTrue:
    'The page of the policy groups every clause under policies, infrastructure, education or standards; none of the four is empty.',
  effect: 'enforced',
  ...readers,
  evidence: async (db) => {
    const href = '/policy';
    const pack = await packInForce(db);
    if (pack === undefined) return notRecorded('No policy is in force', href);
    const { parts } = pack;
    if (parts === undefined || parts === null) return notRecorded('The policy in force has no parts', href);
    const clauses = await clausesOf(db, pack.id);
    const counts = Object.values(parts).map(
      (sections) => clauses.filter(({ section }) => sections.includes(section)).length,
    );
    const sorted = counts.reduce((sum, count) => sum + count, 0);
    return {
      state: sorted === clauses.length && counts.every((count) => count > 0) ? 'met' : 'not-met',
      kind: 'measured',
      figure: `${String(sorted)} of ${formatPlural(clauses.length, 'clause')} in ${formatPlural(counts.filter((count) => count > 0).length, 'part')}`,
      latest: pack.loadedAt,
      href,
    };
  },
};

const complianceChecked: Control = {
  code: 'policy-compliance-checked',
  kind: 'report',
  title: 'How each clause stands is looked at each term',
  makesTrue:
    'The headteacher, the online-safety lead or a governor has recorded in the last term that they looked at how each clause stands.',
  effect: 'evidenced',
  ...resting,
  opens: (actor) => mayReadDashboard(actor).allowed,
  openedBy: 'Those who answer for the policy, and governors,',
  evidence: async (db: ReadHandle, { now }): Promise<Evidence> => {
    const href = '/policy/dashboard';
    const [latest] = await latestChecks(db, 1);
    if (latest === undefined) return notRecorded('Nobody has recorded a look', href);
    const late = Temporal.Instant.compare(latest.at.add({ hours: TERM.total('hours') }), now) < 0;
    return {
      state: late ? 'not-met' : 'met',
      kind: late ? 'out-of-date' : 'self-reported',
      figure: `Looked at on ${formatDate(latest.at)}: ${String(latest.kept)} of ${formatPlural(latest.total, 'clause')} kept`,
      latest: latest.at,
      href,
    };
  },
};
