import { holds } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { recentActs } from '../../platform/audit/recent-acts.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence, ModuleParts } from '../module.ts';
import { incidentTables } from './store.ts';
import { holdersOf } from '../people/index.ts';

/** Who may open cases about children, and that each look is recorded: counted in the newest rows of the trail. */

/** Rows of the trail that are looked at: some weeks of a school. */
const NEWEST_ROWS = 5000;
/** Looks at a case. One at the log may be at cases that no figure counts, and tells nothing of which. */
const looks = ['incident-viewed', 'incident-file-opened'];
/** Posts whose holders open cases about children (policy.ts, `mayOpen`). */
const readers = ['dsl', 'deputy-dsl', 'head', 'lead'] as const;

const opening = {
  opens: (actor: Parameters<Control['opens']>[0]) => holds(actor, 'dsl', 'deputy-dsl', 'head'),
  openedBy: 'The safeguarding leads and the headteacher',
} as const;

/** The controls about looking at cases. */
export function lookingControls({ store }: Pick<ModuleParts, 'store'>): readonly Control[] {
  const readersNow = async (db: ReadHandle, now: Temporal.Instant): Promise<number> => {
    const people = new Set<string>();
    for (const post of readers) for (const holder of await holdersOf(db, post, now)) people.add(holder.id);
    return people.size;
  };
  return [
    {
      code: 'incident-limited-readers',
      kind: 'workflow',
      title: 'The incident log is read only by those who may',
      makesTrue:
        'Cases about children open for the safeguarding leads, the headteacher and, where it is theirs, the online-safety lead; for nobody else.',
      effect: 'enforced',
      ...opening,
      evidence: async (db, { now }): Promise<Evidence> => {
        const people = await readersNow(db, now);
        return {
          state: people > 0 ? 'met' : 'not-met',
          kind: 'measured',
          figure: `${formatPlural(people, 'person', 'people')} may open cases about children today`,
          latest: now,
          href: '/people/roles',
        };
      },
    },
    {
      code: 'need-to-know',
      kind: 'access',
      title: 'Casework is opened only by those who need it, and each look is recorded',
      makesTrue:
        'Opening a case, the log or a file of a case leaves a row in the trail that names who looked and when.',
      effect: 'enforced',
      ...opening,
      evidence: async (db): Promise<Evidence> => {
        const acts = await recentActs(store.reading, db.school, { events: looks, newest: NEWEST_ROWS });
        // As in controls.ts: a look at a case about an adult would tell that there is one.
        const children = await incidentTables
          .read(db)
          .select('incident')
          .where('sphere', '=', 'general')
          .select('id')
          .execute();
        const counted = new Set(children.map(({ id }) => id));
        const seen = acts.filter(({ subject }) => counted.has(subject));
        const [latest] = seen;
        const href = '/incidents';
        if (latest === undefined) return nothingYet('Nobody looked at a case lately', href);
        const people = new Set(seen.map(({ actor }) => actor)).size;
        return {
          state: 'met',
          kind: 'measured',
          figure: `${formatPlural(seen.length, 'look')} at cases by ${formatPlural(people, 'person', 'people')} in the newest rows of the trail`,
          latest: latest.at,
          href,
        };
      },
    },
  ];
}
