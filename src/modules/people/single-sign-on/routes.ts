import { asId, type SchoolId } from '../../../platform/ids/ids.ts';
import type { Answer, PublicRoute, Visit } from '../../../platform/http/public-routes.ts';
import type { Limit } from '../../../platform/auth/rate-limits.ts';
import { countRefusal } from '../../../platform/auth/refusal-counts.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { ModuleParts } from '../../module.ts';
import { theSchools } from '../../school/index.ts';
import { ownPath } from '../own-paths.ts';
import { whoSignsIn } from '../queries/signed-in-person.ts';
import { admit } from '../sign-in/admit.ts';
import { needsSecondStep } from '../second-factor/who-needs-it.ts';
import { ProviderSilent } from './bounded-fetch.ts';
import { callbackPath } from './callback-path.ts';
import { applyGroupRoles, bindProviderAccount } from './commands/provider-sign-in.ts';
import { FLOW_MINUTES, openFlow, sealFlow } from './flow-cookie.ts';
import type { ProviderClient, ProviderProblem } from './provider-client.ts';
import { providerKinds, providerLabels, type ProviderKind, type ProviderWord } from './providers.ts';
import { providerInUse, whoAProviderNames } from './queries/who-a-provider-names.ts';

/** Begun or ended sign-ins from one address: a school behind one address stays below, a flood of calls to the provider does not. */
const PER_ADDRESS: Limit = { name: 'provider-sign-in', times: 400, seconds: 900 };
/** Each answer of a provider counts once, whatever the browser keeps. */
const ONCE: Limit = { name: 'provider-answer', times: 1, seconds: FLOW_MINUTES * 60 };

type Why = ProviderProblem | 'lost' | 'off' | 'unknown' | 'other-account' | 'pupil';

/** What the sign-in page says. Whether somebody is known here is told only to who has an account in the school's own service. */
function sentence(kind: ProviderKind, why: Why): string {
  const name = providerLabels[kind];
  switch (why) {
    case 'unreachable':
      return `${name} cannot be reached at the moment. Sign in with your e-mail address and password, or try again later.`;
    case 'declined':
      return `You did not finish signing in with ${name}. Try again, or use your password.`;
    case 'wrong-domain':
    case 'wrong-tenant':
    case 'guest':
      return `That ${name} account is not one of this school’s own. Choose your school account.`;
    case 'unverified':
      return `${name} has not checked the e-mail address of that account. Ask IT support.`;
    case 'unknown':
      return `Nobody here has the address of that ${name} account. Ask the office to check your e-mail address.`;
    case 'other-account':
      return `Another ${name} account is known as yours. If it was made anew, ask IT support to take the old one out of use.`;
    case 'clock':
      return `The clocks of ${name} and of this machine do not agree, so nobody can sign in this way. Tell IT support.`;
    case 'wrong-secret':
    case 'wrong-address':
      return `The sign-in with ${name} is not set up rightly. Tell IT support, and use your password.`;
    case 'off':
      return `Signing in with ${name} is turned off. Use your e-mail address and password.`;
    case 'pupil':
      return 'Pupils sign in at the gate, on the start page.';
    case 'lost':
      return `That sign-in with ${name} was too old, or had been used already. Try again.`;
    case 'refused':
    case 'unreadable':
      return `The answer of ${name} does not hold, so you were not signed in. Try again, or use your password.`;
  }
}

/** "Sign in with Google" and "with Microsoft": the way there, and the way back. */
export function providerRoutes(parts: ModuleParts, client: ProviderClient): readonly PublicRoute[] {
  return providerKinds.flatMap((kind) => [wayThere(parts, client, kind), wayBack(parts, client, kind)]);
}

const toSignIn = (kind: ProviderKind, why: Why, next: string): Answer => ({
  to: next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  problem: sentence(kind, why),
  carry: null,
});

function wayThere(parts: ModuleParts, client: ProviderClient, kind: ProviderKind): PublicRoute {
  return {
    path: `/sign-in/with/${kind}`,
    methods: ['GET'],
    why: `Leads to ${providerLabels[kind]}, where people sign in with their school account. Nothing is begun here but a sealed cookie of ten minutes.`,
    reach: 'staff',
    async handle(visit) {
      const next = ownPath(visit.raw['next']);
      await parts.limits.use(PER_ADDRESS, visit.address);
      const settings = await inUse(parts, visit, kind);
      if (settings === undefined) return toSignIn(kind, 'off', next);
      const flow = {
        kind,
        state: parts.ids.secret(32),
        nonce: parts.ids.secret(32),
        verifier: parts.ids.secret(48),
        next: next.slice(0, 2000),
        until: visit.now.add({ minutes: FLOW_MINUTES }).epochMilliseconds,
      };
      try {
        const there = await client.begin(settings, flow, `${parts.config.publicUrl}${callbackPath(kind)}`);
        return { to: there.href, carry: sealFlow(parts.key, flow) };
      } catch (error) {
        parts.log.warn({ provider: kind, problem: messageOf(error) }, 'a sign-in provider could not be asked');
        return toSignIn(kind, 'unreachable', next);
      }
    },
  };
}

function wayBack(parts: ModuleParts, client: ProviderClient, kind: ProviderKind): PublicRoute {
  return {
    path: callbackPath(kind),
    methods: ['GET'],
    why: `Browsers come back from ${providerLabels[kind]} here. Without the sealed cookie that this browser took there, and a code that counts once, it does nothing.`,
    reach: 'staff',
    async handle(visit) {
      await parts.limits.use(PER_ADDRESS, visit.address);
      const flow = openFlow(parts.key, visit.carried, visit.now);
      if (flow?.kind !== kind || flow.state !== visit.raw['state'] || !(await first(parts, flow.state))) {
        await countRefusal(parts.store, parts.clock, 'sign-in-failed');
        return toSignIn(kind, 'lost', '/');
      }
      const settings = await inUse(parts, visit, kind);
      if (settings === undefined) return toSignIn(kind, 'off', flow.next);
      const url = new URL(`${parts.config.publicUrl}${callbackPath(kind)}`);
      for (const [name, value] of Object.entries(visit.raw)) {
        if (typeof value === 'string') url.searchParams.set(name, value);
      }
      const said = await client.finish(settings, flow, url);
      const answer = 'word' in said ? await take(parts, visit, said.word, flow.next) : { why: said.problem };
      if (!('why' in answer)) return { ...answer, carry: null };
      parts.log.warn({ provider: kind, why: answer.why }, 'a sign-in with a provider was refused');
      await countRefusal(parts.store, parts.clock, 'sign-in-failed');
      return toSignIn(kind, answer.why, flow.next);
    },
  };
}

/** From what the provider says to somebody signed in here, or why not. */
async function take(
  parts: ModuleParts,
  visit: Visit,
  word: ProviderWord,
  next: string,
): Promise<Extract<Answer, { to: string }> | { readonly why: Why }> {
  const school = await theSchool(parts);
  if (school === undefined) return { why: 'unknown' };
  const request = asId<'request'>(visit.request);
  const web = { kind: 'job', name: 'web', school, request } as const;
  const visitor = { kind: 'visitor', school, request } as const;
  const { kind, issuer, subject, email } = word;
  const groups = word.groups ?? null;
  const named = await parts.runner.ask(whoAProviderNames, web, { kind, issuer, subject, email, groups });
  if ('problem' in named) return { why: named.problem };
  const { person } = named;
  if (!named.bound) {
    const outcome = await parts.runner.run(bindProviderAccount, visitor, { person, kind, issuer, subject });
    if (!outcome.ok) return { why: 'other-account' };
  }
  if (named.rolesChange && groups !== null) {
    await parts.runner.run(applyGroupRoles, visitor, { person, groups: [...groups] });
  }
  const who = await parts.runner.ask(whoSignsIn, web, { person });
  if (who.summary.pupil !== null) return { why: 'pupil' };
  if (!who.open || who.summary.roles.length === 0) return { why: 'unknown' };
  // Whoever runs the school's Google or Microsoft can become anybody there. Where a role needs a second step, it is one of Schoolgate's own.
  const factors = word.mfa && !needsSecondStep(who.summary.roles) ? 2 : 1;
  const answer = await admit(parts, visit, { school, person, means: kind, factors }, next);
  return 'to' in answer ? answer : { why: 'refused' };
}

async function inUse(parts: ModuleParts, visit: Visit, kind: ProviderKind) {
  const school = await theSchool(parts);
  if (school === undefined) return undefined;
  const web = { kind: 'job', name: 'web', school, request: asId<'request'>(visit.request) } as const;
  return parts.runner.ask(providerInUse, web, { kind });
}

async function theSchool(parts: ModuleParts): Promise<SchoolId | undefined> {
  const [school] = await theSchools(parts.store);
  return school;
}

/** True for the first use of a state. */
async function first(parts: ModuleParts, state: string): Promise<boolean> {
  try {
    await parts.limits.use(ONCE, state);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ProviderSilent) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
