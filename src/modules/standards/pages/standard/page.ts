import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import { file, page } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { csvLine } from '../../../../platform/views/csv.ts';
import { answersTo, changesBetween, isAnswered, isFromBefore, isStale } from '../../answers.ts';
import { standardCode } from '../../commands/answer-aspect.ts';
import { standardEvents } from '../../events.ts';
import { localIdsOf } from '../../local-ids.ts';
import { mayPrepare, mayReadStandards } from '../../policy.ts';
import { radarChart } from '../../radar-chart.ts';
import { standards } from '../../standard-files.ts';
import { countMeetings, standingsOf, type RequirementStanding } from '../../standing.ts';

const meetingTags = {
  met: { text: 'Met', colour: 'green' },
  'in-part': { text: 'In part', colour: 'yellow' },
  'not-met': { text: 'Not met', colour: 'red' },
} as const;

const changeWords = { new: 'New', gone: 'No longer asked', 'worded-anew': 'Worded differently' } as const;

/** One standard: each requirement with how it stands now and one press to the records; its changes against the edition before; and the same as a file. */
export function makeStandardPages(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
  const answerOf = async (db: ReadHandle, code: string) => {
    const editions = standards().get(code);
    if (editions === undefined) throw new Error(`no standard ${code}`);
    return {
      ...editions,
      standings: (await standingsOf(db, parts, [editions.current])).get(code) ?? [],
      answers: await answersTo(db, code),
      localIds: await localIdsOf(db, code),
    };
  };
  const shared = {
    input: z.object({ code: standardCode }),
    events: standardEvents,
    load: (_db: ReadHandle, { code }: { code: string }) => Promise.resolve(standards().get(code)?.current),
    policy: mayReadStandards,
    answer: (db: ReadHandle, { input }: { input: { code: string } }) => answerOf(db, input.code),
    leaves: 'How a school stands against a public standard names nobody.',
  };
  const showStandard = query({ ...shared, name: 'standards.show-standard' });
  const exportStandard = query({ ...shared, name: 'standards.export-standard' });
  return {
    queries: [showStandard, exportStandard],
    page: page({
      path: '/standards/:code',
      template: 'modules/standards/pages/standard/page.njk',
      query: showStandard,
      view: ({ current, earlier, standings, answers, localIds }, { actor, now }) => {
        const judged = current.kind === 'self-review';
        const [before] = earlier;
        const changes = before === undefined ? [] : changesBetween(before, current);
        const anew = new Set(changes.flatMap(({ id, how }) => (how === 'gone' ? [] : [id])));
        const answersStale = (id: string): boolean => {
          const given = answers.get(id)?.[0];
          const asked = current.requirements.find((one) => one.id === id);
          return given !== undefined && (asked === undefined || isStale(given, asked));
        };
        const evidenceFromBefore = (id: string): number =>
          standings
            .find(({ requirement }) => requirement.id === id)
            ?.answers.filter(({ evidence }) => isFromBefore(evidence, current.edition)).length ?? 0;
        const chosen = (id: string): number | undefined => answers.get(id)?.[0]?.level ?? undefined;
        return {
          title: current.title,
          back: { href: '/standards', text: 'Back to the standards' },
          data: {
            now,
            code: current.code,
            title: current.title,
            publisher: current.publisher,
            edition: current.edition,
            about: current.about,
            judged,
            counts: countMeetings(standings),
            toBeConfirmed: current.requirements.filter(({ toBeConfirmed }) => toBeConfirmed).length,
            answered: current.requirements.filter((one) => isAnswered(answers.get(one.id)?.[0], one)).length,
            total: current.requirements.length,
            mayPrepare: mayPrepare(actor).allowed,
            areas: current.areas.map((area) => ({
              title: area.title,
              lines: standings
                .filter(({ requirement }) => requirement.area === area.code)
                .map(({ requirement, meeting, state, answers: shown }) => {
                  const given = answers.get(requirement.id)?.[0];
                  return {
                    id: requirement.id,
                    localId: localIds.get(requirement.id),
                    title: requirement.title,
                    text: requirement.text,
                    source: current.sources[requirement.source],
                    toBeConfirmed: requirement.toBeConfirmed,
                    notCovered: requirement.notCovered,
                    notMet: requirement.notMet,
                    meeting: meetingTags[meeting],
                    state,
                    level: given?.level ?? undefined,
                    stale: given !== undefined && isStale(given, requirement),
                    answered: isAnswered(given, requirement),
                    controls: shown.map(({ code: control, control: known, evidence, state: its }) => ({
                      code: control,
                      title: known?.title ?? control,
                      state: its,
                      figure: evidence?.figure,
                      href: known?.opens(actor) === true && its !== 'not-covered' ? evidence?.href : undefined,
                      openedBy: known?.openedBy,
                      fromBefore: anew.has(requirement.id) && isFromBefore(evidence, current.edition),
                    })),
                  };
                }),
            })),
            changes:
              before === undefined
                ? undefined
                : {
                    from: before.edition,
                    lines: changes.map((one) => ({
                      ...one,
                      word: changeWords[one.how],
                      stale: answersStale(one.id),
                      fromBefore: evidenceFromBefore(one.id),
                    })),
                  },
            radar: judged
              ? radarChart({
                  id: 'levels',
                  title: 'Levels chosen, beside the benchmark',
                  axes: current.requirements.map(({ id, title, benchmark }) => ({
                    label: title ?? id,
                    values: [chosen(id), benchmark ?? undefined],
                  })),
                  series: ['Our level', 'Benchmark'],
                })
              : undefined,
          },
        };
      },
    }),
    file: file({
      path: '/standards/:code/export',
      query: exportStandard,
      file: ({ current, standings, answers, localIds }) => ({
        name: `${current.code}-${current.edition}.csv`,
        type: 'text/csv; charset=utf-8',
        body: `\ufeff${csvLine(headings)}${standings
          .map((one) => csvLine(cells(one, localIds.get(one.requirement.id), answers.get(one.requirement.id)?.[0])))
          .join('')}`,
      }),
    }),
  };
}

const headings = [
  'Id',
  'Id in our form',
  'Area',
  'What is asked',
  'Met',
  'How sure',
  'Evidence',
  'What is missing',
  'Level',
  'Why',
  'Action',
  'To be confirmed',
];

function cells(
  { requirement, meeting, state, answers }: RequirementStanding,
  localId: string | undefined,
  given: { level: number | null; commentary: string; action: string } | undefined,
): readonly string[] {
  return [
    requirement.id,
    localId ?? '',
    requirement.area,
    requirement.title === null ? requirement.text : `${requirement.title}: ${requirement.text}`,
    meetingTags[meeting].text,
    state,
    answers
      .map(({ control, code, evidence }) => `${control?.title ?? code}: ${evidence?.figure ?? 'nothing known'}`)
      .join('; '),
    requirement.notMet ?? requirement.notCovered ?? '',
    given?.level === null || given === undefined ? '' : String(given.level),
    given?.commentary ?? '',
    given?.action ?? '',
    requirement.toBeConfirmed ? 'yes' : '',
  ];
}
