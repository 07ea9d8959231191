import type { Limit } from '../../../platform/auth/rate-limits.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import { parseInput } from '../../../platform/forms/parse.ts';
import type { Answer, PublicRoute, Visit } from '../../../platform/http/public-routes.ts';
import { asId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { theSchools } from '../../school/index.ts';
import { admit } from '../sign-in/admit.ts';
import { openAccounts } from '../sign-in.ts';
import { useReset } from './commands/use-reset.ts';
import { wishReset } from './commands/wish-reset.ts';
import { resetLink } from './queries/resets.ts';

/** How often help may be asked for, and a link tried, from one address; and how often help for one name. */
const WISHES_PER_ADDRESS: Limit = { name: 'reset-wish-address', times: 60, seconds: 3600 };
const WISHES_PER_NAME: Limit = { name: 'reset-wish-name', times: 3, seconds: 3600 };
const LINKS_PER_ADDRESS: Limit = { name: 'reset-link-address', times: 60, seconds: 900 };
/** Wrong codes for one link; then it works no more that day. Forty bits and five tries. */
const CODE_TRIES: Limit = { name: 'reset-code', times: 5, seconds: 86_400 };

const FOLDER = 'modules/people/resets/pages';

/** "Forgotten your password?": asks those who can help. Answers the same in the same time whether or not there is such an account. */
export function forgottenPage(parts: ModuleParts): PublicRoute {
  const form = { title: 'Forgotten your password?', back: { href: '/sign-in', text: 'Sign in' }, data: {} };
  return {
    path: '/sign-in/forgotten',
    methods: ['GET', 'POST'],
    why: 'Who cannot sign in asks for help here. It never says whether an account exists, changes no account, and is limited per name and address.',
    reach: 'staff',
    async handle(visit) {
      if (visit.method === 'GET') return { show: `${FOLDER}/forgotten.njk`, model: form };
      const given = visit.raw['name'];
      const name = typeof given === 'string' ? given.trim().toLowerCase() : '';
      if (name === '' || name.length > 254) {
        const errors = [{ field: 'name', message: 'Enter your e-mail address' }];
        return { show: `${FOLDER}/forgotten.njk`, model: form, errors };
      }
      await parts.limits.use(WISHES_PER_ADDRESS, visit.address);
      if (await withinLimit(parts, name)) {
        // Not waited for: how long it takes would tell whether there is such an account.
        void wish(parts, visit, name).catch((error: unknown) => {
          parts.log.error({ problem: error instanceof Error ? error.message : 'unknown' }, 'a wish for help was lost');
        });
      }
      return { show: `${FOLDER}/asked-for-help.njk`, model: { ...form, title: 'Somebody will help you' } };
    },
  };
}

/** Too many for one name are not refused aloud either. */
async function withinLimit(parts: ModuleParts, name: string): Promise<boolean> {
  try {
    await parts.limits.use(WISHES_PER_NAME, name);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

async function wish(parts: ModuleParts, visit: Visit, name: string): Promise<void> {
  for (const { school, person } of await openAccounts(parts, name)) {
    const visitor = { kind: 'visitor', school, request: asId<'request'>(visit.request) } as const;
    await parts.runner.run(wishReset, visitor, { person });
  }
}

/**
 * The one-time link of a reset. GET shows a button only (mail scanners open links); the first POST shows the form; the POST with the form's
 * `step` spends the link, ends the person's sessions and signs them in as far as their second step.
 */
export function resetPage(parts: ModuleParts): PublicRoute {
  const gone: Answer = {
    show: `${FOLDER}/gone.njk`,
    model: { title: 'This link does not work any more', data: {} },
    status: 404,
  };
  return {
    path: '/reset/:token',
    methods: ['GET', 'POST'],
    why: 'Who cannot sign in chooses a new password here. It needs the one-time link, and for key posts the code that somebody else handed over.',
    reach: 'staff',
    async handle(visit) {
      await parts.limits.use(LINKS_PER_ADDRESS, visit.address);
      const token = typeof visit.raw['token'] === 'string' ? visit.raw['token'] : '';
      const [school] = await theSchools(parts.store);
      if (school === undefined) return gone;
      const request = asId<'request'>(visit.request);
      const link = await parts.runner.ask(resetLink, { kind: 'job', name: 'web', school, request }, { token });
      if (link === undefined) return gone;
      if (visit.method === 'GET') {
        return { show: `${FOLDER}/start.njk`, model: { title: 'A new way in', data: {} } };
      }
      const data = { wantsCode: link.wantsCode, both: link.both };
      const form = { show: `${FOLDER}/choose.njk`, model: { title: 'Choose a new password', data } };
      if (visit.raw['step'] !== 'choose') return form;
      const given = { token, code: visit.raw['code'] ?? '', password: visit.raw['password'] };
      const parsed = parseInput(useReset.input, given);
      if (!parsed.ok) return { ...form, errors: parsed.errors };
      if (link.wantsCode) await parts.limits.use(CODE_TRIES, link.reset);
      const outcome = await parts.runner.run(useReset, { kind: 'visitor', school, request }, given);
      if (!outcome.ok) {
        if (link.wantsCode && !outcome.errors.some((one) => one.field === 'code')) {
          await parts.limits.giveBack(CODE_TRIES, link.reset);
        }
        return { ...form, errors: outcome.errors };
      }
      const person = outcome.value;
      await parts.sessions.endAll(person);
      return admit(parts, visit, { school, person, means: 'reset-link', factors: 1 }, '/');
    },
  };
}
