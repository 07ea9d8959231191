import { parseInput } from '../../../../platform/forms/parse.ts';
import type { Answer, PublicRoute } from '../../../../platform/http/public-routes.ts';
import type { Limit } from '../../../../platform/auth/rate-limits.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { schoolOfToken } from '../../../school/index.ts';
import { setUpSchoolByLink } from '../../commands/set-up-school.ts';
import { admit } from '../../sign-in/admit.ts';

/** Links tried from one address: nobody guesses one, and nobody may try all day. */
const PER_ADDRESS: Limit = { name: 'set-up', times: 60, seconds: 900 };

const start = 'modules/people/pages/set-up/start.njk';
const details = 'modules/people/pages/set-up/details.njk';
const spent = 'modules/people/pages/set-up/spent.njk';

/**
 * The one-time set-up link. GET shows a button only (mail scanners open links); the first POST shows the form; the POST with the
 * form's `step` makes the school and spends the link, and the maker goes on to set up their second step.
 */
export function setUpPage(parts: ModuleParts): PublicRoute {
  const gone: Answer = {
    show: spent,
    model: { title: 'This set-up link does not work any more', data: {} },
    status: 404,
  };
  return {
    path: '/set-up/:token',
    methods: ['GET', 'POST'],
    why: 'Public because nobody can sign in before there is a school: it needs the one-time token that was printed on the machine itself.',
    reach: 'school',
    async handle(visit) {
      const { raw, method, address, request } = visit;
      await parts.limits.use(PER_ADDRESS, address);
      const token = typeof raw['token'] === 'string' ? raw['token'] : '';
      const school = await schoolOfToken(parts, token);
      if (school === undefined) return gone;
      if (method === 'GET') return { show: start, model: { title: 'Set up your school', data: {} } };
      const model = { title: 'Your school and you', data: {} };
      if (raw['step'] !== 'details') return { show: details, model };
      const given = Object.fromEntries(Object.entries(raw).filter(([name]) => name !== 'step'));
      const actor = { kind: 'visitor', school, request: asId<'request'>(request) } as const;
      const parsed = parseInput(setUpSchoolByLink.input, given);
      if (!parsed.ok) return { show: details, model, errors: parsed.errors };
      const outcome = await parts.runner.run(setUpSchoolByLink, actor, given);
      if (!outcome.ok) return { show: details, model, errors: outcome.errors };
      const shown = { school, person: outcome.value, means: 'set-up-link', factors: 1 } as const;
      const answer = await admit(parts, visit, shown, '/set-up/next-steps');
      return 'to' in answer ? { ...answer, notice: 'Your school is set up.' } : answer;
    },
  };
}
