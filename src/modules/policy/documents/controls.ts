import { formatDate, formatPlural } from '../../../platform/views/format.ts';
import { notRecorded } from '../../evidence.ts';
import type { Control, Evidence } from '../../module.ts';
import { packInForce } from '../store.ts';
import { staffAnd } from './acknowledgements.ts';
import { commentCounts } from './comments.ts';
import { editionInForce } from './editions.ts';
import { mayChase } from './policy.ts';
import { consultationGroups } from './workflow.ts';

/** What the life of the policy's versions shows: that governors approved it, that people were asked, and that staff have read it. */

const none = (href: string): Evidence => notRecorded('No policy is in force', href);

export const policyApproved: Control = {
  code: 'policy-approved',
  kind: 'approval',
  title: 'Governors approved the policy in force',
  makesTrue:
    'A version is published only after governors approved it and the chair signed it, each signed in as themselves.',
  effect: 'evidenced',
  opens: () => true,
  openedBy: 'Everybody',
  evidence: async (db) => {
    const href = '/policy/versions';
    const edition = await editionInForce(db);
    if (edition === undefined) return none(href);
    const signed = edition.made?.signed;
    if (signed === undefined) {
      return {
        state: 'not-met',
        kind: 'measured',
        figure: `Version ${String(edition.number)} came into force without governors’ approval in Schoolgate`,
        latest: edition.from,
        href,
      };
    }
    return {
      state: 'met',
      kind: 'measured',
      figure: `Version ${String(edition.number)} was approved and signed on ${formatDate(signed.at)}`,
      latest: signed.at,
      href,
    };
  },
};

export const policyConsulted: Control = {
  code: 'policy-consulted',
  kind: 'communication',
  title: 'Those named were consulted on the policy',
  makesTrue:
    'The version in force was out for consultation before governors saw it: the groups asked, the days, and every comment with its answer are kept.',
  effect: 'evidenced',
  opens: () => true,
  openedBy: 'Everybody',
  evidence: async (db) => {
    const href = '/policy/versions';
    const edition = await editionInForce(db);
    if (edition === undefined) return none(href);
    const consultation = edition.made?.consultation;
    if (edition.made === undefined || consultation === undefined) {
      return {
        state: 'not-met',
        kind: 'self-reported',
        figure: `Nobody was consulted on version ${String(edition.number)}`,
        latest: edition.from,
        href,
      };
    }
    const { all } = await commentCounts(db, edition.made.draft);
    const asked = consultation.groups.map((group) => consultationGroups[group].toLowerCase()).join(', ');
    return {
      state: 'met',
      // What parents and pupils were asked is the school's own word; who of them answered, the office wrote down.
      kind: 'self-reported',
      figure: `Asked: ${asked}, until ${formatDate(consultation.until)}; ${formatPlural(all, 'comment')}, all answered`,
      latest: edition.from,
      href,
    };
  },
};

export const policyAcknowledgedByStaff: Control = {
  code: 'policy-acknowledged-staff',
  kind: 'notice',
  title: 'Everybody who works here has acknowledged the policy in force',
  makesTrue:
    'Each member of staff who is here today has pressed, signed in, that they have read the version in force and keep to it.',
  effect: 'evidenced',
  opens: (actor) => mayChase(actor).allowed,
  openedBy: 'The headteacher and the online-safety lead',
  evidence: async (db, { now }) => {
    const href = '/policy/acknowledge/staff';
    const pack = await packInForce(db);
    if (pack === undefined) return none(href);
    const staff = await staffAnd(db, pack, now);
    const pressed = staff.flatMap(({ acknowledgedAt }) => (acknowledgedAt === undefined ? [] : [acknowledgedAt]));
    if (staff.length === 0) return { ...none(href), figure: 'Nobody works here yet' };
    return {
      state: pressed.length === staff.length ? 'met' : 'not-met',
      kind: 'measured',
      figure: `${String(pressed.length)} of ${String(staff.length)}`,
      latest: pressed.toSorted(Temporal.Instant.compare).at(-1) ?? pack.loadedAt,
      href,
    };
  },
};

export const documentControls: readonly Control[] = [policyApproved, policyConsulted, policyAcknowledgedByStaff];
