import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatDuration, listed } from './measure-words.ts';
import { formatPlural } from '../../../platform/views/format.ts';
import { filterChangesSince, networkChange } from '../../filtering/index.ts';
import { incidentFigures } from '../../incidents/index.ts';
import type { ModuleParts } from '../../module.ts';
import { alertTimes } from '../../monitoring/index.ts';
import { peopleOfTheFilter, plainHolders, holdersOf } from '../../people/index.ts';
import { askControls, categoryWords, clauseText, policyProfiles } from '../../policy/index.ts';
import { entriesIn } from '../../registers/index.ts';
import { keyStageLabels } from '../../school/index.ts';
import { standards } from '../standard-files.ts';
import { aiTools } from './ai-tools.ts';
import type { EvidenceLine, ReviewEvidence } from './evidence-shape.ts';
import { sectionsOf, type Measure } from './sections.ts';
import type { ReviewKind } from './words.ts';

/** What Schoolgate knows about each section of a review, measured at one moment: a year back from it. */

const DAYS = 365;

const fact = (label: string, text: string, href: string | null = null): EvidenceLine => ({
  label,
  text,
  kind: 'measured',
  met: null,
  href,
});

/** What the policy says: nobody measured it. */
const said = (label: string, text: string, href: string | null = null): EvidenceLine => ({
  ...fact(label, text, href),
  kind: null,
});

/** Measures all sections of a review of a kind. Asks each control once. */
export async function measureReview(
  db: ReadHandle,
  parts: Pick<ModuleParts, 'whole' | 'clock' | 'log'>,
  kind: ReviewKind,
): Promise<ReviewEvidence> {
  const now = parts.clock.now();
  const sections = sectionsOf(kind);
  const asked = await askControls(
    db,
    parts,
    sections.flatMap(({ controls }) => controls),
  );
  const evidence: ReviewEvidence = {};
  for (const section of sections) {
    const lines: EvidenceLine[] = [];
    for (const measure of section.measures) lines.push(...(await measured[measure](db, now)));
    for (const code of section.controls) {
      const answer = asked.get(code);
      if (answer?.control === undefined) continue;
      lines.push({
        label: answer.control.title,
        text: answer.evidence?.figure ?? 'Could not be asked just now',
        kind: answer.state,
        met:
          answer.state === 'not-covered' || answer.evidence === undefined || answer.evidence.state === 'no-data'
            ? null
            : answer.evidence.state === 'met',
        href: answer.evidence?.href ?? null,
      });
    }
    evidence[section.code] = lines;
  }
  return evidence;
}

const measured: Readonly<Record<Measure, (db: ReadHandle, now: Temporal.Instant) => Promise<readonly EvidenceLine[]>>> =
  {
    posts: async (db, now) => {
      const plain = await plainHolders(db, schoolDay(now).toString());
      const senior = plain.filter(({ post }) => post === 'filtering-senior-leader').map(({ name }) => name);
      const named = async (role: Parameters<typeof holdersOf>[1]): Promise<string> =>
        listed((await holdersOf(db, role, now)).map(({ name }) => name)) || 'Nobody is named';
      return [
        fact('Senior leader for filtering and monitoring', listed(senior) || 'Nobody is named', '/people/roles'),
        fact('Designated safeguarding lead', await named('dsl'), '/people/roles'),
        fact('IT support', await named('technician'), '/people/roles'),
        fact('Governor for filtering and monitoring', await named('governor'), '/people/roles'),
        fact('Online-safety lead', await named('lead'), '/people/roles'),
      ];
    },
    pupils: async (db, now) => {
      const people = await peopleOfTheFilter(db, now);
      const stages = Map.groupBy(people, ({ audience }) => audience);
      return [...stages]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([audience, some]) =>
          fact(
            audience === 'staff' ? 'Staff' : keyStageLabels[audience],
            formatPlural(
              some.length,
              audience === 'staff' ? 'person' : 'pupil',
              audience === 'staff' ? 'people' : undefined,
            ),
          ),
        );
    },
    levels: async (db) => {
      const lines: EvidenceLine[] = [];
      for (const profile of await policyProfiles(db)) {
        const reasons = new Map<string, string[]>();
        for (const { category, clause } of profile.blocks) {
          const why = clause === null ? 'our choice' : `clause ${clause}`;
          reasons.set(why, [...(reasons.get(why) ?? []), categoryWords[category]]);
        }
        const closed = [...reasons].map(([why, kinds]) => `${listed(kinds)} (${why})`).join('; ');
        lines.push(
          said(
            profile.label,
            `Closed: ${closed || 'nothing'}. Sites that no list knows: ${profile.uncategorised === 'block' ? 'closed' : 'open'}.`,
            '/filtering',
          ),
        );
      }
      const cited = new Set(
        (await policyProfiles(db)).flatMap(({ blocks }) => blocks.flatMap(({ clause }) => clause ?? [])),
      );
      for (const clause of [...cited].sort()) {
        const text = await clauseText(db, clause);
        if (text !== undefined) lines.push(said(`Why: clause ${clause}`, text, `/policy/clauses/${clause}`));
      }
      return lines;
    },
    changes: async (db, now) => {
      const { opened, closed, emergencies, requests, refused } = await filterChangesSince(
        db,
        now.subtract({ hours: DAYS * 24 }),
      );
      return [
        fact(
          'Changes in a year',
          `${formatPlural(opened, 'site')} opened, ${String(closed)} closed, of which ${String(emergencies)} in an emergency; ${formatPlural(requests, 'request')}, ${String(refused)} refused`,
          '/filtering',
        ),
      ];
    },
    'own-devices': async (db) => {
      const entries = await entriesIn(db, ['personal-devices', 'staff-phone-exceptions', 'phone-permissions']);
      const count = (register: string): string => String(entries.filter((one) => one.register === register).length);
      return [
        fact('Own devices let in', `${count('personal-devices')} in the register`, '/registers/personal-devices'),
        fact(
          'Exceptions for staff phones',
          `${count('staff-phone-exceptions')} in the register`,
          '/registers/staff-phone-exceptions',
        ),
        fact('Pupils’ phones allowed', `${count('phone-permissions')} in the register`, '/registers/phone-permissions'),
      ];
    },
    'ai-tools': async (db) => {
      const tools = await aiTools(db);
      const levels = (await policyProfiles(db)).map(
        ({ label, blocks }) => `${label}: ${blocks.some(({ category }) => category === 'ai-chat') ? 'closed' : 'open'}`,
      );
      return [
        fact(
          'AI tools in the registers',
          tools.length === 0 ? 'None' : listed(tools.map(({ title }) => title)),
          '/registers',
        ),
        said('AI chats as a kind of site', levels.join('; '), '/filtering'),
      ];
    },
    gaps: () =>
      Promise.resolve(
        (standards().get('dfe-filtering-and-monitoring')?.current.requirements ?? []).flatMap(
          ({ text, notMet, notCovered }) =>
            notMet === null && notCovered === null
              ? []
              : [
                  {
                    label: text,
                    text: notMet ?? notCovered ?? '',
                    kind: notMet === null ? null : ('not-covered' as const),
                    met: null,
                    href: null,
                  },
                ],
        ),
      ),
    coverage: async (db, now) => {
      const hardware = (await entriesIn(db, ['hardware'])).filter(({ state }) => state === 'open');
      const kinds = Map.groupBy(hardware, ({ values }) => String(values['sort'] ?? 'other'));
      const leaving = hardware.filter(({ values }) => values['leaves-school'] === 'yes').length;
      const people = await peopleOfTheFilter(db, now);
      const changed = await networkChange(db);
      return [
        fact(
          'Devices in the inventory',
          hardware.length === 0
            ? 'None recorded'
            : `${listed([...kinds].map(([kind, some]) => `${String(some.length)} ${kind}`))}; ${String(leaving)} leave school`,
          '/registers/hardware',
        ),
        fact(
          'People with a sign-in of their own at the filter',
          `${String(people.filter(({ username }) => username !== null).length)} of ${String(people.length)}`,
          '/filtering',
        ),
        fact(
          'Network settings of the filter',
          changed === undefined
            ? 'As they came'
            : `Changed ${String(changed.version)} times, last on ${schoolDay(changed.at).toString()}`,
          '/filtering',
        ),
      ];
    },
    alerts: async (db, now) => {
      const { raised, open, medianHours, slowestHours } = await alertTimes(db, now.subtract({ hours: DAYS * 24 }));
      return [
        fact('Alerts in a year', `${formatPlural(raised, 'alert')}, ${String(open)} still open`, '/alerts'),
        fact(
          'From alert to settled',
          medianHours === undefined || slowestHours === undefined
            ? 'None was settled in that time'
            : `${formatDuration(medianHours)} for the one in the middle, ${formatDuration(slowestHours)} for the slowest`,
          '/monitoring',
        ),
      ];
    },
    incidents: async (db, now) => {
      const { total, open, byKind } = await incidentFigures(db, schoolDay(now).subtract({ days: DAYS }));
      return [
        fact('Incidents in a year', `${formatPlural(total, 'incident')}, ${String(open)} not closed`, '/incidents'),
        ...(total === 0
          ? []
          : [fact('By kind', byKind.map(({ label, count }) => `${label}: ${count}`).join('; '), '/incidents')]),
      ];
    },
  };
