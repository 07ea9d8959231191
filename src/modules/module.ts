import type { z } from 'zod';

import type { Actor, PersonActor, Verdict } from '../platform/access/access.ts';
import type { Role } from '../platform/access/roles.ts';
import type { AnyEvent, EventCatalogue } from '../platform/audit/events.ts';
import type { MachineKey } from '../platform/auth/machine-key.ts';
import type { RateLimits } from '../platform/auth/rate-limits.ts';
import type { WebDevices } from '../platform/auth/web-devices.ts';
import type { WebSessions } from '../platform/auth/web-sessions.ts';
import type { AnyCommand, AnyQuery } from '../platform/commands/command.ts';
import type { FilterChanges } from '../platform/commands/filter-changes.ts';
import type { Runner } from '../platform/commands/runner.ts';
import type { Config } from '../platform/config/config.ts';
import type { ReadHandle, WriteHandle } from '../platform/db/scoped-tables.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { FileColumn } from '../platform/files/sweep-files.ts';
import type { Page } from '../platform/http/pages.ts';
import type { PublicRoute } from '../platform/http/public-routes.ts';
import type { Remembered } from '../platform/db/remembered.ts';
import type { Store } from '../platform/db/store.ts';
import type { Id, Ids, PersonId } from '../platform/ids/ids.ts';
import type { Job } from '../platform/jobs/jobs.ts';
import type { Log } from '../platform/log/log.ts';
import type { Clock } from '../platform/time/clock.ts';

/** What every module exports: the six points at which it plugs into the whole, and what it owns. */
export interface SchoolgateModule {
  readonly name: string;
  /** Tables it owns; each table has one owner. */
  readonly tables: readonly string[];
  /** Where its rows name files of the file store: what stands there is not swept away. Left out by a module that keeps no files. */
  readonly fileColumns?: readonly FileColumn[];
  readonly events: EventCatalogue;
  readonly commands: readonly AnyCommand[];
  readonly queries: readonly AnyQuery[];
  readonly pages: readonly Page[];
  /** Pages that need no sign-in, each with its reason. */
  readonly publicRoutes: readonly PublicRoute[];
  readonly controls: readonly Control[];
  /** Controls that are named with a word of the school's: `own-register-<code>`. Left out where there are none. */
  readonly namedControls?: NamedControls;
  /** What it adds to the policy document. */
  readonly pieces?: readonly PolicyPiece[];
  readonly settings: readonly Setting[];
  readonly duties: readonly Duty[];
  readonly retention: readonly RetentionClass[];
  /** Which of these people its records still name, so that their own record stays as long. Left out where no record lasts longer than they. */
  readonly stillNames?: (db: ReadHandle, people: readonly string[]) => Promise<ReadonlySet<string>>;
  /** What it holds about somebody, for whoever asks for a copy. Left out by a module that holds nothing about people. */
  readonly subjectRecords?: SubjectRecords;
  readonly jobs: readonly Job[];
}

/** One piece of what is held about somebody: a record, or a day of visits. */
export interface SubjectPiece {
  /** Names it for ever within its module: table and id, or person and day. */
  readonly key: string;
  /** What it is, without what is in it: "Incident 14". */
  readonly title: string;
  /** The day it is about. */
  readonly on: Temporal.PlainDate;
  /** What is held, in lines: as it would be given, with the names of others still in it. */
  readonly lines: readonly string[];
  /** Who may read it while the copy is prepared: everybody who prepares copies, or only these roles, and none of these people. */
  readonly readers: 'preparers' | readonly Role[];
  readonly notFor?: readonly string[];
}

/** The door through which a copy of what is held about somebody is gathered (UK GDPR Art 15). */
export interface SubjectRecords {
  readonly title: string;
  readonly pieces: (
    db: ReadHandle,
    asking: { readonly person: PersonId; readonly now: Temporal.Instant },
  ) => Promise<readonly SubjectPiece[]>;
}

/**
 * How sure a statement is. A screen is never green because nothing was measured. `nothing-yet`: what the clause speaks of need not happen, and there is none of it to look at
 * (decision 28); what somebody should have recorded and nobody did is `not-covered`.
 */
export type EvidenceKind = 'measured' | 'self-reported' | 'nothing-yet' | 'out-of-date' | 'not-covered';

/** What a control can show for a period. */
export interface Evidence {
  /** `met` and `not-met` are findings; `no-data` is none. */
  readonly state: 'met' | 'not-met' | 'no-data';
  readonly kind: EvidenceKind;
  /** A figure with its words: "12 incidents, all columns filled". */
  readonly figure: string;
  /** When the newest piece of it was recorded. */
  readonly latest: Temporal.Instant | undefined;
  /** The records behind it. */
  readonly href: string;
}

/** What sorts of thing make clauses true: a closed set. */
export const controlKinds = {
  register: 'Register',
  agreement: 'Agreement',
  consent: 'Consent',
  approval: 'Approval',
  workflow: 'Steps that are followed',
  'filter-rule': 'Filter rule',
  'monitoring-rule': 'Monitoring rule',
  duty: 'Duty',
  training: 'Training',
  curriculum: 'Teaching',
  communication: 'Telling people',
  sanction: 'Sanction',
  notice: 'Notice',
  retention: 'How long it is kept',
  access: 'Who may do what',
  security: 'Security',
  report: 'Report',
  'risk-assessment': 'Risk assessment',
  guidance: 'Guidance',
} as const;
export type ControlKind = keyof typeof controlKinds;

/** What makes a clause true. */
export interface Control {
  /** The code that packs name: `incident-log-kept`. */
  readonly code: string;
  readonly kind: ControlKind;
  readonly title: string;
  /** One sentence for the policy pages: what in Schoolgate makes a clause true. */
  readonly makesTrue: string;
  /**
   * `enforced`: Schoolgate does not let it be otherwise, and sees that for itself. `evidenced`: records show it.
   * `to-come`: declared so that clauses can name it; there is no page behind it yet, and its clauses are NOT COVERED.
   */
  readonly effect: 'enforced' | 'evidenced' | 'to-come';
  /**
   * Its evidence follows from records alone, which only commands change, and from the hour: the policy's pages ask it again only when one of them is another.
   * Never for what a machine saw.
   */
  readonly restsOn?: 'records';
  /** One of the few shown under "how things stand" on the home page, for these people. */
  readonly onHome?: (actor: Actor) => boolean;
  /** Whether somebody may open the records behind it (`Evidence.href`): only they get the link. */
  readonly opens: (actor: Actor) => boolean;
  /** Who that is, for everybody else; " can open the records." follows. */
  readonly openedBy: string;
  readonly evidence: (db: ReadHandle, asking: { now: Temporal.Instant }) => Promise<Evidence>;
}

/** Controls of which each school has its own: a pack names one by the prefix and a word. What the school does not have is NOT COVERED. */
export interface NamedControls {
  readonly prefix: string;
  /** The control of a word; undefined for what can be no word of it. */
  readonly of: (word: string) => Control | undefined;
}

/**
 * Something that the program itself knows and that belongs into the policy document and its public pages: the steps after an incident, where to get help. The policy
 * stands below the modules that know it, so they hand it up.
 */
export interface PolicyPiece {
  readonly code: 'incident-flowchart' | 'where-to-get-help';
  readonly title: string;
  readonly content: (db: ReadHandle) => Promise<readonly PieceBlock[]>;
}

/** One block of a piece: a picture of ours with the same steps in words, or lines with links. */
export interface PieceBlock {
  readonly heading?: string;
  /** Markup that the module made itself; every text from outside is escaped in it. */
  readonly svg?: string;
  readonly lines: readonly { readonly text: string; readonly href?: string }[];
  /** True for steps, which are numbered. */
  readonly steps?: true;
}

/** A typed setting of the school, with the clause that set it kept beside its value. */
export interface Setting<Value = unknown> {
  readonly code: string;
  readonly sentence: string;
  readonly schema: z.ZodType<Value>;
  readonly fallback: Value;
  /** True for what IT support decides; everything else is the head's and the online-safety lead's. */
  readonly technical?: true;
  /** What people read for each code that a value may have. */
  readonly words?: Readonly<Record<string, string>>;
}

/** A line under "what needs you today". */
export interface DutyLine {
  readonly text: string;
  readonly href: string;
  readonly action: string;
  /** Lower comes first. 1 is a child waiting for help. */
  readonly urgency: 1 | 2 | 3;
}

/** What falls due, for whom, and what counts as done. */
export interface Duty {
  readonly code: string;
  readonly title: string;
  /** What waits for this person now; empty when nothing does. */
  readonly linesFor: (db: ReadHandle, actor: Actor, asking: { now: Temporal.Instant }) => Promise<readonly DutyLine[]>;
  /**
   * How it passes on when somebody leaves or a post ends (decision 24): what lies in a person's own name is handed over; what waits for a post
   * goes with the post. Left out where there is nothing to pass on.
   */
  readonly passes?: Handover | 'with-the-post';
}

/** One thing that lies in somebody's own name. */
export interface OpenThing {
  readonly holder: PersonId;
  /** What it is, without what is in it: "Incident 14". */
  readonly text: string;
  readonly href: string;
  /** Whether somebody may be given it. */
  readonly mayHave: (person: PersonActor) => Verdict;
  /** Whether its holder, being what `person` says, can still go on with it. */
  readonly canGoOn: (person: PersonActor) => boolean;
  /** Who has it when nobody is given it: "the headteacher". */
  readonly otherwise: string;
}

/** What became of the things of one kind. */
export interface HandedOver {
  /** Who has received how many, the successor among them. */
  readonly received: ReadonlyMap<PersonId, number>;
  /** What the successor did not get, each as a sentence that says who has it now. */
  readonly kept: readonly string[];
  readonly events: readonly AnyEvent[];
}

/** How what lies in people's own names is found and moved. */
export interface Handover {
  /** The open things in the name of `of` (of anybody when left out), of those that `actor` may open: others are neither shown nor counted. */
  readonly openThings: (db: ReadHandle, actor: Actor, of?: PersonId) => Promise<readonly OpenThing[]>;
  /** Moves them inside a command, each with its row of history: to `to`, or to whom they fall where that is refused or nobody is named. */
  readonly handOver: (
    doing: {
      readonly db: WriteHandle;
      readonly actor: Actor;
      readonly now: Temporal.Instant;
      newId<Kind extends string>(): Id<Kind>;
    },
    given: { readonly from: PersonId; readonly to: PersonActor | undefined },
  ) => Promise<HandedOver>;
}

/** A record that is past its time. */
export interface DueRecord {
  /** Table and id of the record itself, as a deletion warrant names it. */
  readonly table: string;
  readonly id: string;
  /** Rows that are part of it and go with it. */
  readonly parts: readonly { readonly table: string; readonly id: string }[];
  /** Whom it names, also as who wrote or did something in it: a legal hold on one of them keeps it. */
  readonly people: readonly string[];
  /** Whom it is about, where that is not all of them: they are not told of a hold on it. */
  readonly about?: readonly string[];
  /** The day it fell due. */
  readonly dueOn: Temporal.PlainDate;
  /** What it is, without what is in it: "Incident 14". */
  readonly what: string;
  /** Where those who may can open it. */
  readonly href?: string;
  /** Whether somebody may know that it is there. */
  readonly mayOpen: (actor: Actor) => boolean;
}

/** What is kept how long, from which date, who signs the deletion. */
export interface RetentionClass {
  readonly code: string;
  readonly what: string;
  readonly keptFor: string;
  readonly from: string;
  readonly signedBy: string;
  readonly source: string;
  /**
   * Which records are past their time today, oldest first, at most `most`. With `signers`: somebody of each group signs, each another person.
   * Left out by a class that nobody signs for: then `byItself` says how its records go, or why they stay.
   */
  readonly due?: (
    db: ReadHandle,
    asking: { readonly today: Temporal.PlainDate; readonly most: number },
  ) => Promise<readonly DueRecord[]>;
  readonly signers?: readonly (readonly Role[])[];
  readonly byItself?: string;
  /** Where a setting of the school says how long: the time in force and where it comes from, for `keptFor` and `source`. */
  readonly inForce?: (db: ReadHandle) => Promise<{ readonly keptFor: string; readonly source: string }>;
  /** What signers look at first, where the day alone does not decide. */
  readonly lookAt?: string;
}

/** What compose.ts gives a module to be made from. A module takes what it needs and nothing else. */
export interface ModuleParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly key: MachineKey;
  readonly runner: Runner;
  /** Files that people give. */
  readonly files: FileStore;
  readonly sessions: WebSessions;
  readonly devices: WebDevices;
  readonly limits: RateLimits;
  /** The value of a school's setting as it is in force: for modules that the policy itself stands on, which cannot ask its door. */
  readonly settingOf: <Value>(db: ReadHandle, setting: Setting<Value>) => Promise<Value>;
  /** Asks another service over HTTPS: `fetch`, or what stands in for the network in a test. Bound time and length where it is used. */
  readonly ask: (url: string, options: RequestInit) => Promise<Response>;
  readonly changes: FilterChanges;
  /** What controls that rest on records showed last. */
  readonly remembered: Remembered<Evidence>;
  /** The whole, for the few that show all of it (home, policy). Call it when answering, not when being made. */
  readonly whole: () => readonly SchoolgateModule[];
}
