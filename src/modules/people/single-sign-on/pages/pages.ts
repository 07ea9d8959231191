import { roleLabels } from '../../../../platform/access/roles.ts';
import { action, form, page } from '../../../../platform/http/pages.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import { givenRoles } from '../../words.ts';
import { callbackPath } from '../callback-path.ts';
import { fillInProvider } from '../commands/fill-in-provider.ts';
import { forgetProviderAccount } from '../commands/forget-provider-account.ts';
import { addGroupRole, confirmGroupRole, endGroupRoleRow } from '../commands/group-roles.ts';
import { turnOffProvider, turnOnProvider } from '../commands/switch-provider.ts';
import type { makeTestProvider } from '../commands/test-provider.ts';
import type { ProviderProblem } from '../provider-client.ts';
import { providerLabels, serviceLabels, type ProviderKind } from '../providers.ts';
import { showProvider, showProviders } from '../queries/show-providers.ts';

const BASE = '/people/single-sign-on';
const FOLDER = 'modules/people/single-sign-on/pages';

const states = {
  none: { text: 'Not set up', colour: 'grey' },
  off: { text: 'Off', colour: 'yellow' },
  on: { text: 'On', colour: 'green' },
} as const;

/** What the test found, and the cure. */
export function outcomeText(kind: ProviderKind, outcome: 'ok' | ProviderProblem): string {
  const name = providerLabels[kind];
  switch (outcome) {
    case 'ok':
      return `${name} knows this client ID and secret, and the clocks agree. What is left to see is a real sign-in: turn it on, and sign in with a school account in a private window.`;
    case 'unreachable':
      return `${name} could not be reached. Check that this machine may open addresses of ${name} by HTTPS, and that the ${kind === 'microsoft' ? 'directory (tenant) ID is right' : 'machine is online'}.`;
    case 'wrong-secret':
      return `${name} does not take this client ID and secret together. Copy both again; a Microsoft secret is its Value, not its Secret ID, and it expires.`;
    case 'clock':
      return `This machine’s clock and that of ${name} are more than a minute apart. Set the clock right (NTP), then test again.`;
    case 'wrong-address':
      return `${name} does not know the address that browsers come back to. Enter it there exactly as it stands on this page.`;
    default:
      return `${name} refused the test for another reason. Compare each value with what ${name} shows.`;
  }
}

/** The pages about sign-in with Google and Microsoft. */
export function ssoPages(parts: { readonly publicUrl: string; readonly test: ReturnType<typeof makeTestProvider> }) {
  const back = { href: BASE, text: 'Sign-in with Google or Microsoft' };
  const of = (kind: string) => `${BASE}/${kind}`;
  return [
    page({
      path: BASE,
      template: `${FOLDER}/list.njk`,
      query: showProviders,
      view: ({ kinds }) => ({
        title: 'Sign-in with Google or Microsoft',
        back: { href: '/people', text: 'People' },
        data: {
          kinds: kinds.map(({ kind, state }) => ({
            href: of(kind),
            text: serviceLabels[kind],
            tag: states[state],
          })),
        },
      }),
    }),
    form({
      path: `${BASE}/:kind`,
      template: `${FOLDER}/provider.njk`,
      query: showProvider,
      command: fillInProvider,
      view: (value) => {
        const { kind, row } = value;
        return {
          title: `Sign-in with ${providerLabels[kind]}`,
          back,
          values: { clientId: row?.clientId ?? '', domain: row?.domain ?? '', tenant: row?.tenant ?? '' },
          data: {
            kind,
            name: providerLabels[kind],
            service: serviceLabels[kind],
            callback: `${parts.publicUrl}${callbackPath(kind)}`,
            action: of(kind),
            saved: row !== undefined,
            on: row?.on === true,
            changed: row === undefined ? '' : `${formatDateTime(row.changedAt)} by ${row.changedBy}`,
            mayTurnOn: value.mayTurnOn,
            mayConfirm: value.mayConfirm,
            roles: givenRoles.map((role) => ({ value: role, text: roleLabels[role] })),
            groups: value.groups.map((one) => ({
              ...one,
              roleText: givenRoles.filter((role) => role === one.role).map((role) => roleLabels[role])[0] ?? one.role,
            })),
            people: value.people.map((one) => ({ ...one, since: formatDate(one.since) })),
          },
        };
      },
      next: (kind) => ({
        to: of(kind),
        notice: 'Saved. It is off until the headteacher or the online-safety lead turns it on. Test it first.',
      }),
    }),
    action({
      path: `${BASE}/:kind/test`,
      command: parts.test,
      next: ({ kind, outcome }) => ({
        template: `${FOLDER}/tested.njk`,
        model: {
          title: outcome === 'ok' ? 'The test went well' : 'The test found a problem',
          back: { href: of(kind), text: `Sign-in with ${providerLabels[kind]}` },
          data: { ok: outcome === 'ok', says: outcomeText(kind, outcome), href: of(kind) },
        },
      }),
      otherwise: (params) => of(params['kind'] ?? ''),
    }),
    action({
      path: `${BASE}/:kind/on`,
      command: turnOnProvider,
      confirm: true,
      next: (kind) => ({ to: of(kind), notice: `On. The sign-in page now offers ${providerLabels[kind]}.` }),
      otherwise: (params) => of(params['kind'] ?? ''),
    }),
    action({
      path: `${BASE}/:kind/off`,
      command: turnOffProvider,
      next: (kind) => ({ to: of(kind), notice: 'Off. People sign in with their password.' }),
      otherwise: (params) => of(params['kind'] ?? ''),
    }),
    action({
      path: `${BASE}/microsoft/groups`,
      command: addGroupRole,
      next: () => ({ to: of('microsoft'), notice: 'Noted. It counts once the headteacher has confirmed it.' }),
      otherwise: () => of('microsoft'),
    }),
    action({
      path: `${BASE}/groups/:group/confirm`,
      command: confirmGroupRole,
      confirm: true,
      next: () => ({ to: of('microsoft'), notice: 'Confirmed. It counts from the next sign-in of each person.' }),
      otherwise: () => of('microsoft'),
    }),
    action({
      path: `${BASE}/groups/:group/end`,
      command: endGroupRoleRow,
      next: () => ({ to: of('microsoft'), notice: 'Ended, with the roles that it gave.' }),
      otherwise: () => of('microsoft'),
    }),
    action({
      path: `${BASE}/accounts/:identity/forget`,
      command: forgetProviderAccount,
      next: (kind) => ({ to: of(kind), notice: 'Out of use. Their next sign-in takes the account they then have.' }),
      otherwise: () => BASE,
    }),
  ];
}
