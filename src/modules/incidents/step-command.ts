import type { EventOf } from '../../platform/audit/events.ts';
import { command, done, nothing, type Command, type Failed, type Schema } from '../../platform/commands/command.ts';
import { incidentEvents } from './events.ts';
import type { Incident, IncidentId } from './incident.ts';
import { mayAct, mayOpen } from './policy.ts';
import { takeStep } from './step.ts';
import { loadIncident, type Acting, type IncidentChanges, type NewEntry } from './store.ts';

import type { Action } from './workflow-words.ts';
import type { Sphere } from './words.ts';

/** What one step records. */
export interface Step {
  readonly action: Action;
  readonly entry: NewEntry;
  readonly changes?: IncidentChanges;
  /** Events besides `incident-step-taken`. */
  readonly also?: readonly EventOf<typeof incidentEvents>[];
}

/** Where a step leads: the incident, and whether whoever took it may still open it (classifying can hand it to others). */
export interface AfterStep {
  readonly id: IncidentId;
  readonly stillOpen: boolean;
  readonly sphere: Sphere;
}

export type StepCommand<Input> = Command<Input, Incident, undefined, AfterStep, typeof incidentEvents>;

/**
 * Declares a command that takes one step of the workflow: the policy is that of its actions in the table of moves, the effect says what is
 * recorded, and takeStep does the rest.
 */
export function stepCommand<Input extends { readonly id: IncidentId; readonly version: number }>(given: {
  readonly name: string;
  /** The actions it may end in; the policy asks for any of them. */
  readonly actions: readonly Action[];
  readonly input: Schema<Input>;
  readonly step: (input: Input, incident: Incident, acting: Acting) => Step | Failed | Promise<Step | Failed>;
}): StepCommand<Input> {
  return command({
    name: given.name,
    input: given.input,
    events: incidentEvents,
    load: (db, input: Input) => loadIncident(db, input.id),
    policy: (actor, incident) => mayAct(actor, incident, ...given.actions),
    prepare: nothing,
    effect: async (context) => {
      const { input, subject } = context;
      const step = await given.step(input, subject, context);
      if ('ok' in step) return step;
      const taken = await takeStep(context, subject, { ...step, version: input.version });
      if (!taken.ok) return taken;
      const after = await loadIncident(context.db, subject.id);
      const sphere = after?.sphere ?? subject.sphere;
      const stillOpen = mayOpen(context.actor, after ?? subject).allowed;
      return done({ id: subject.id, stillOpen, sphere }, taken.event, ...(step.also ?? []));
    },
    changesFilter: false,
  });
}
