import type { Actor } from '../../platform/access/access.ts';
import { staffRoles } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Control, RetentionClass } from '../module.ts';
import { postLabel } from '../people/index.ts';
import { evidenceOf } from './evidence.ts';
import type { Grantee, RegisterControl, RegisterShape } from './shape.ts';
import { dueOfOwn, dueOfRegister } from './due.ts';
import { keptForNow, yearsWords } from './keeping.ts';

/** What the declared registers give the policy: a control for each thing they show, and a retention class each. */

/** The controls of a register: those it declares, and one that asks for an entry in the last year where none has the register's own code. */
export function registerControlsOf(shape: RegisterShape): readonly RegisterControl[] {
  const code = `register-${shape.code}`;
  if (shape.controls.some((control) => control.code === code)) return shape.controls;
  return [
    {
      code,
      kind: 'register',
      title: shape.title,
      makesTrue: `The register “${shape.title}” is kept, and somebody added to it in the last year.`,
      shows: { kind: 'kept-up', days: 370 },
    },
    ...shape.controls,
  ];
}

export function registerControls(shapes: readonly RegisterShape[]): readonly Control[] {
  return shapes.flatMap((shape) =>
    registerControlsOf(shape).map((control) => ({
      code: control.code,
      kind: control.kind,
      title: control.title,
      makesTrue: control.makesTrue,
      effect: 'evidenced' as const,
      restsOn: 'records' as const,
      opens: (actor: Actor) => readsByRole(actor, shape),
      openedBy: inWords(
        shape.restricted === true || shape.read.includes('head') ? shape.read : [...shape.read, 'head'],
      ),
      evidence: (db, { now }) => evidenceOf(db, shape, control.shows, now),
    })),
  );
}

/** Whether a role of theirs reads the register. Who reads it by a post alone gets there by the list of registers. */
function readsByRole(actor: Actor, shape: RegisterShape): boolean {
  if (actor.kind !== 'person') return false;
  const { roles } = actor;
  if (shape.restricted !== true && roles.has('head')) return true;
  return shape.read.some((one) =>
    one === 'staff' ? staffRoles.some((role) => roles.has(role)) : [...roles].some((role) => role === one),
  );
}

function inWords(who: readonly Grantee[]): string {
  const words = who.map((one) => (one === 'staff' ? 'everybody who works here' : `the ${lower(postLabel(one))}`));
  const last = words.at(-1) ?? 'nobody';
  const text = words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const lower = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** How long the entries of each register are kept. */
export function registerRetention(shapes: readonly RegisterShape[]): readonly RetentionClass[] {
  return [
    ...shapes.map((shape) => ({
      code: `register-${shape.code}`,
      what: `${shape.title}: its entries, their history and files`,
      keptFor: yearsWords(shape.keep.years),
      from: fromWords(shape),
      signedBy: postLabel(shape.keep.signedBy),
      source: shape.keep.source,
      ...(shape.keep.setting === undefined ? {} : { inForce: (db: ReadHandle) => keptForNow(db, shape) }),
      ...dueOfRegister(shape),
    })),
    {
      code: 'registers-own',
      what: 'Registers that the school made for itself: the entries of each',
      keptFor: 'as each register says on its page',
      from: 'the day each register says',
      signedBy: 'whom each register names',
      source: 'the school’s own choice when it made the register',
      ...dueOfOwn,
    },
  ];
}

/** "the day it was closed", or the label of the day. */
export function fromWords({ keep, fields, closing }: RegisterShape): string {
  const { from } = keep;
  if (from === 'recorded') return 'the day it was recorded';
  if (from === 'closed') return 'the day it was closed';
  const field = [...fields, ...(closing?.fields ?? [])].find((one) => one.code === from.field);
  return `the day under “${field?.label ?? from.field}”`;
}
