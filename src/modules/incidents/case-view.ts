import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { formatClock, formatDate, formatDateTime } from '../../platform/views/format.ts';
import { namesOf } from '../people/index.ts';
import { yearGroupOf } from '../school/index.ts';
import type { Entry, Incident } from './incident.ts';
import { nameOf } from './log-columns.ts';
import { fileView, filesOf, mayAddFile, type FileView } from './attachments.ts';
import { capacitiesIn } from './policy.ts';
import { missingFor } from './step.ts';
import { entriesOf, incidentTables } from './store.ts';
import { movesOpenTo, stepsOf } from './workflow.ts';
import { requirements, stateWords } from './workflow-words.ts';
import {
  bodies,
  branches,
  categories,
  classSanctions,
  dangers,
  entryKinds,
  intents,
  parentAnswers,
  parentWays,
  parts,
  reactions,
  referralOutcomes,
  risks,
  sanctions,
  sites,
  spheres,
  systems,
} from './words.ts';

/** One entry as the page shows it. */
export interface EntryView {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly at: string;
  readonly by: string;
  readonly words: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  /** For a correction: which entry it corrects. */
  readonly corrects: { readonly id: string; readonly kind: string; readonly at: string } | null;
  /** Entries that correct this one. */
  readonly correctedBy: readonly { readonly id: string; readonly at: string }[];
  readonly isStep: boolean;
}

/** A button of the case page, from the table of moves. */
export interface MoveView {
  readonly page: string;
  readonly button: string;
  readonly goesOn: boolean;
  /** What must be done first; the page below the incident where. */
  readonly missing: readonly { readonly says: string; readonly page: string }[];
}

/** Everything the case page and its forms show. */
export interface CaseView {
  readonly incident: Incident;
  readonly heading: string;
  readonly state: { readonly label: string; readonly does: string };
  readonly branch: string;
  readonly steps: readonly { readonly label: string; readonly is: 'done' | 'now' | 'later' }[];
  readonly goesOn: readonly MoveView[];
  readonly records: readonly MoveView[];
  readonly waitsForOthers: boolean;
  readonly facts: readonly { readonly label: string; readonly text: string; readonly ours: boolean }[];
  readonly people: readonly {
    readonly id: string;
    readonly person: string | null;
    readonly name: string;
    readonly part: string;
    readonly detail: string;
    readonly matched: boolean;
  }[];
  readonly entries: readonly EntryView[];
  readonly sanctions: readonly {
    readonly id: string;
    readonly label: string;
    readonly name: string;
    readonly times: string;
    readonly runs: boolean;
    readonly canEnd: boolean;
  }[];
  readonly files: readonly FileView[];
  readonly mayAddFile: boolean;
  readonly tasks: readonly { readonly name: string; readonly words: string; readonly done: string | null }[];
}

/** Reads all that belongs to one incident, as text. */
export async function caseView(
  db: ReadHandle,
  incident: Incident,
  asking: { readonly actor: Actor; readonly now: Temporal.Instant },
): Promise<CaseView> {
  const entries = await entriesOf(db, incident.id);
  const t = incidentTables.read(db);
  const given = await t
    .select('incident_sanction')
    .where('incident_id', '=', incident.id)
    .selectAll()
    .orderBy('given_at')
    .execute();
  const tasks = await t
    .select('incident_task')
    .where('incident_id', '=', incident.id)
    .selectAll()
    .orderBy('asked_at')
    .execute();
  const files = await filesOf(db, incident.id);
  const names = new Map<string, string>(
    await namesOf(db, [
      incident.reporter,
      ...incident.people.flatMap((each) => (each.person === null ? [] : [each.person])),
      ...entries.flatMap(({ author, facts }) => [
        author,
        ...['person', 'fromPerson', 'toPerson'].flatMap((key) => facts[key] ?? []),
      ]),
      ...tasks.map((each) => each.person_id),
      ...files.map((each) => each.added_by),
      ...[incident.assignedTo, incident.namedDeputy, incident.confirmedBy].flatMap((each) =>
        each === null ? [] : [each],
      ),
    ]),
  );
  const name = (id: string | null): string => (id === null ? '' : (names.get(id) ?? 'somebody who has left'));
  const moves: MoveView[] = [];
  const capacities = capacitiesIn(asking.actor, incident);
  for (const move of movesOpenTo(incident.state, incident.branch, capacities)) {
    if (moves.some((each) => each.page === move.page) || ['correct', 'end-sanction'].includes(move.action)) continue;
    // Of an incident about an adult nobody else is told, so there is nobody to give a task to.
    if (move.action === 'task' && incident.sphere !== 'general') continue;
    const missing = await missingFor(db, incident, move);
    // “Go on” is offered only where the record is there already.
    if (move.action === 'go-on' && missing.length > 0) continue;
    moves.push({
      page: move.page,
      button: move.button,
      goesOn: move.to !== 'same' && !(move.page === 'classify' && incident.branch !== null),
      missing: missing.map((each) => requirements[each]),
    });
  }
  const steps = stepsOf(incident.branch);
  const here = steps.indexOf(incident.state);
  const goesOn = moves.filter((move) => move.goesOn);
  return {
    incident,
    heading: `Incident ${String(incident.number)}`,
    state: stateWords[incident.state],
    branch: incident.branch === null ? 'Not classified yet' : branches.label(incident.branch),
    steps: steps.map((step, index) => ({
      label: stateWords[step].label,
      is: index < here || incident.state === 'closed' ? 'done' : index === here ? 'now' : 'later',
    })),
    goesOn,
    records: moves.filter((move) => !move.goesOn),
    waitsForOthers: goesOn.length === 0 && incident.state !== 'closed',
    facts: factsOf(incident, name),
    people: incident.people
      .filter((each) => each.withdrawnAt === null)
      .map((each) => ({
        id: each.id,
        person: each.person,
        name: nameOf(each, names),
        part: parts.label(each.part),
        detail: each.yearGroup === null ? '' : (yearGroupOf(each.yearGroup)?.label ?? each.yearGroup),
        matched: each.person !== null,
      })),
    entries: entries.map((each) => entryView(each, entries, name)),
    sanctions: given.map((row) => {
      const until = row.until_at === null ? null : Temporal.Instant.from(row.until_at);
      const over = row.ended_at !== null || (until !== null && Temporal.Instant.compare(until, asking.now) <= 0);
      return {
        id: row.id,
        label: sanctions.label(row.code),
        name: name(row.person_id),
        times:
          row.from_at === null || row.until_at === null
            ? formatDateTime(row.given_at)
            : `from ${formatDateTime(row.from_at)} ` +
              (row.ended_at !== null
                ? `until ${formatDateTime(row.until_at)}, ended early at ${formatDateTime(row.ended_at)}`
                : `${over ? 'to its end: it ended by itself at' : 'until'} ${formatDateTime(row.until_at)}`),
        runs: row.stop_id !== null && !over,
        canEnd:
          row.stop_id !== null &&
          !over &&
          movesOpenTo(incident.state, incident.branch, capacities).some((move) => move.action === 'end-sanction'),
      };
    }),
    files: files.map((row) => fileView(row, name)),
    mayAddFile: mayAddFile(asking.actor, incident).allowed,
    tasks: tasks.map((row) => ({
      name: name(row.person_id),
      words: row.words,
      done: row.done_at === null ? null : formatDateTime(row.done_at),
    })),
  };
}

function factsOf(incident: Incident, name: (id: string | null) => string): CaseView['facts'] {
  const time = incident.happenedTime === null ? '' : ` at about ${formatClock(incident.happenedTime)}`;
  const rows: CaseView['facts'] = [
    { label: 'Date of incident', text: formatDate(incident.happenedOn) + time, ours: false },
    {
      label: 'Device number and location',
      text: [incident.device, incident.place].filter((text) => text !== '').join(', ') || 'Not said',
      ours: false,
    },
    { label: 'Confirmed by', text: name(incident.confirmedBy) || 'Not yet', ours: false },
    reportedFact(incident, name),
    { label: 'Danger when reported', text: dangers.label(incident.danger), ours: true },
    {
      label: 'School or elsewhere',
      text:
        incident.site === 'off-site'
          ? `${sites.label(incident.site)}. Linked to the school because: ${incident.linkedBecause}`
          : sites.label(incident.site),
      ours: true,
    },
    { label: 'Whose device', text: systems.label(incident.system), ours: true },
    { label: 'Kind', text: categories.label(incident.category), ours: true },
    { label: 'Risk area', text: risks.label(incident.risk) || 'Not yet', ours: true },
    { label: 'Intent', text: intents.label(incident.intent) || 'Not yet', ours: true },
    { label: 'Whom it is about', text: spheres.label(incident.sphere), ours: true },
    { label: 'Rule broken', text: incident.clause ?? 'None named', ours: true },
    {
      label: 'Parents',
      text:
        (parentAnswers.label(incident.parents) || 'Not yet') +
        (incident.parentsAt === null ? '' : ` (${formatDate(incident.parentsAt)})`),
      ours: true,
    },
    { label: 'Assigned to', text: name(incident.assignedTo) || 'Nobody in particular', ours: true },
  ];
  return incident.namedDeputy === null
    ? rows
    : [...rows, { label: 'Deputy named', text: name(incident.namedDeputy), ours: true }];
}

function entryView(entry: Entry, all: readonly Entry[], name: (id: string | null) => string): EntryView {
  const corrected = all.find((each) => each.id === entry.corrects);
  return {
    id: entry.id,
    version: entry.version,
    kind: entryKinds.label(entry.kind),
    at: formatDateTime(entry.at),
    by: entry.authorKind === 'person' ? name(entry.author) : 'Schoolgate',
    words: entry.words,
    lines: linesOf(entry.facts, name),
    corrects:
      corrected === undefined
        ? null
        : { id: corrected.id, kind: entryKinds.label(corrected.kind), at: formatDateTime(corrected.at) },
    correctedBy: all
      .filter((each) => each.corrects === entry.id)
      .map((each) => ({ id: each.id, at: formatDateTime(each.at) })),
    isStep: entry.from !== entry.to,
  };
}

/** The coded facts of an entry, in words. */
function linesOf(facts: Entry['facts'], name: (id: string | null) => string): EntryView['lines'] {
  const lines: { label: string; text: string }[] = [];
  for (const [key, value] of Object.entries(facts)) {
    const line = factLine(key, value, name);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

function factLine(
  key: string,
  value: string,
  name: (id: string | null) => string,
): { label: string; text: string } | undefined {
  switch (key) {
    case 'person':
      return { label: 'Who', text: name(value) };
    case 'fromPerson':
      return { label: 'From', text: name(value) };
    case 'toPerson':
      return { label: 'To', text: name(value) };
    case 'fileName':
      return { label: 'File', text: value };
    case 'part':
      return { label: 'Part in it', text: parts.label(value) };
    case 'branch':
      return { label: 'Classified', text: branches.label(value) };
    case 'sphere':
      return { label: 'Whom it is about', text: spheres.label(value) };
    case 'category':
      return { label: 'Kind', text: categories.label(value) };
    case 'risk':
      return { label: 'Risk area', text: risks.label(value) };
    case 'intent':
      return { label: 'Intent', text: intents.label(value) };
    case 'clause':
      return { label: 'Rule broken', text: value };
    case 'reactions':
      return {
        label: 'Done',
        text: value
          .split(',')
          .map((code) => reactions.label(code))
          .join('. '),
      };
    case 'reasons':
      return { label: 'Reason', text: value };
    case 'custody':
      return { label: 'Where the device is', text: value };
    case 'answer':
      return { label: 'Parents', text: parentAnswers.label(value) };
    case 'how':
      return { label: 'How', text: parentWays.label(value) };
    case 'when':
      return { label: 'When', text: formatDate(value) };
    case 'body':
      return { label: 'Whom', text: bodies.label(value) };
    case 'outcome':
      return { label: 'Decision', text: referralOutcomes.label(value) };
    case 'reference':
      return { label: 'Their reference', text: value };
    case 'code':
      return { label: 'Sanction', text: value === 'none' ? 'None' : sanctions.label(value) };
    case 'classSanction':
      return { label: 'In class', text: classSanctions.label(value) };
    case 'from':
      return { label: 'From', text: formatDateTime(value) };
    case 'until':
      return { label: 'Until', text: formatDateTime(value) };
    case 'plan':
      return { label: 'For the action plan', text: value };
    default:
      return undefined;
  }
}

/** When it was reported and by whom. What was first written on paper is marked (contracts.md, "When something is missing"). */
function reportedFact(incident: Incident, name: (id: string | null) => string): CaseView['facts'][number] {
  const who = incident.reporterKind === 'person' ? name(incident.reporter) : 'Schoolgate';
  const when = formatDateTime(incident.reportedAt);
  return incident.source === 'paper'
    ? { label: 'Recorded late by', text: `${who}, from paper, ${when}`, ours: true }
    : { label: 'Reported', text: `${when} by ${who}`, ours: true };
}
