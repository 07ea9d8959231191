import { holds } from '../../../../platform/access/access.ts';
import { roleLabels, roles } from '../../../../platform/access/roles.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { keyStageLabels, yearGroupOf } from '../../../school/index.ts';
import { openPerson } from '../../queries/open-person.ts';
import { mayEndSessionsOf } from '../../policy.ts';
import { mayAskReset } from '../../resets/policy.ts';
import { personKindLabels, personKinds, relationLabels, relations } from '../../words.ts';

/** "from 1 September 2026", or "1 September 2026 to 20 July 2027": the day after the last is what the store keeps. */
function period(from: string, until: string | null): string {
  if (until === null) return `from ${formatDate(from)}`;
  const last = Temporal.PlainDate.from(until).subtract({ days: 1 });
  return Temporal.PlainDate.compare(last, Temporal.PlainDate.from(from)) < 0
    ? `only on ${formatDate(from)}`
    : `${formatDate(from)} to ${formatDate(last)}`;
}

/** One person's record. The title is not their name: it stands in browser histories. */
export const personPage = page({
  path: '/people/:id',
  template: 'modules/people/pages/person/page.njk',
  query: openPerson,
  view: (value, { actor }) => {
    const { summary } = value;
    const year = yearGroupOf(summary.pupil?.yearGroup ?? null);
    const kind = personKinds.find((one) => one === value.kind) ?? 'adult';
    return {
      title: 'Person',
      back: { href: '/people', text: 'People' },
      data: {
        id: summary.id,
        name: summary.name,
        kind: personKindLabels[kind],
        year: year === undefined ? undefined : `${year.label}, ${keyStageLabels[year.keyStage]}`,
        email: summary.email,
        cameBack: value.cameBack === undefined ? undefined : formatDate(value.cameBack),
        seesReturned: holds(actor, 'office', 'technician'),
        leftOn: value.leftOn,
        mayHandOver:
          kind === 'adult' &&
          (holds(actor, 'head', 'dsl', 'deputy-dsl') || (value.own && holds(actor, 'lead', 'deputy-head'))),
        maySignOut: mayEndSessionsOf(actor, { person: summary.id, kind }).allowed,
        sourced: value.sourced,
        roles: value.roles.map((one) => ({
          text: roleLabels[roles.find((role) => role === one.role) ?? 'staff'],
          when: period(one.from_day, one.until_day),
          over: one.until_day !== null && one.until_day <= value.today,
        })),
        classes: value.memberships.map((one) => ({
          text: one.part === 'teacher' ? `${one.name} (teaches)` : one.name,
          when: period(one.from_day, one.until_day),
          over: one.until_day !== null && one.until_day <= value.today,
        })),
        contacts: value.contacts?.map((one) => ({
          name: one.name,
          relation: relationLabels[one.relation],
          href: `/people/${one.contactId}`,
        })),
        pupils: value.pupils?.map((one) => ({
          name: one.name,
          relation: relationLabels[relations.find((relation) => relation === one.relation) ?? 'carer'],
          href: `/people/${one.id}`,
        })),
        logIn:
          value.logIn === undefined
            ? undefined
            : {
                name: value.logIn.name,
                hasPassword: value.logIn.hasPassword,
                mayReset:
                  value.logIn.hasPassword &&
                  mayAskReset(actor, { person: summary.id, kind, roles: summary.roles }).allowed,
                may: value.logIn.may.allowed,
                why: value.logIn.may.allowed ? undefined : value.logIn.may.reason,
              },
      },
    };
  },
});
