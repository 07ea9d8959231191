import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { Unusable } from '../../../../platform/errors/errors.ts';
import { page } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import type { FilteringParts } from '../../filtering-parts.ts';
import { findPerson } from '../../../people/index.ts';
import { clauseText } from '../../../policy/index.ts';
import { decideWith, type LiveDecision, type LiveReader } from '../../live.ts';
import { filteringEvents } from '../../events.ts';
import { mayFindPeople, mayTestAs } from '../../policy.ts';
import { reasonWords, tierWords } from '../../words.ts';

/** Tries a site as a level or a person, by the rules that are published. */
export function testPage(parts: Pick<FilteringParts, 'clock'>, live: LiveReader) {
  const testSite = query({
    name: 'filtering.test-site',
    input: z.object({
      url: z.string().max(2000).default(''),
      profile: z.string().max(64).default(''),
      person: z.string().max(64).default(''),
    }),
    events: { 'internet-stops-viewed': filteringEvents['internet-stops-viewed'] },
    load: async (db, input, { now }) => {
      if (input.person === '') return { person: null };
      const person = await findPerson(db, asId(input.person), now);
      return person === undefined ? undefined : { person };
    },
    policy: (actor, subject) => mayTestAs(actor, subject.person !== null),
    answer: async (db, { input, subject }) => {
      const newest = live.newest();
      const rest = { input, person: subject.person, profiles: newest?.ruleset.profiles ?? [] };
      if (input.url.trim() === '') return { ...rest, decision: undefined, problem: undefined, clause: undefined };
      let decision: LiveDecision;
      try {
        decision = decideWith(newest, parts.clock.now(), {
          url: input.url,
          ...(subject.person !== null
            ? { person: subject.person.id }
            : input.profile === ''
              ? {}
              : { profile: input.profile }),
        });
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        return { ...rest, decision: undefined, problem: forPage(error), clause: undefined };
      }
      const clause = decision.clause === null ? undefined : await clauseText(db, decision.clause);
      return { ...rest, decision, problem: undefined, clause };
    },
    leaves: (value, { subject }) =>
      // The answer for a person says whether their internet is off.
      subject.person === null || value.decision === undefined
        ? []
        : [
            {
              name: 'internet-stops-viewed',
              subject: subject.person.id,
              data: { stops: value.decision.tier === 2 ? 1 : 0 },
            },
          ],
  });

  const shown = page({
    path: '/filtering/test',
    template: 'modules/filtering/pages/test-site/page.njk',
    query: testSite,
    view: (value, { actor }) => {
      const { decision } = value;
      return {
        title: 'Try a site',
        back: { href: '/filtering', text: 'Filtering' },
        values: { url: value.input.url, profile: value.input.profile },
        data: {
          problem: value.problem,
          person: value.person === null ? undefined : { id: value.person.id, name: value.person.name },
          mayPerson: mayFindPeople(actor).allowed,
          profiles: value.profiles.map((profile) => ({ value: profile.code, text: profile.label })),
          decision:
            decision === undefined
              ? undefined
              : {
                  allowed: decision.verdict === 'allow',
                  host: decision.host,
                  tier: decision.tier,
                  tierWords: tierWords[decision.tier] ?? '',
                  why: reasonWords[decision.reason] ?? decision.reason,
                  rule: decision.categoryLabel ?? decision.rule,
                  list: decision.list === null ? '' : `${decision.list}, version ${decision.listVersion ?? ''}`,
                  clause: decision.clause,
                  clauseText: value.clause,
                  until:
                    decision.until === null
                      ? ''
                      : formatDateTime(Temporal.Instant.fromEpochMilliseconds(decision.until)),
                  profile: decision.profileLabel,
                  ruleset: decision.ruleset,
                },
        },
      };
    },
  });
  return { query: testSite, page: shown };
}

/** The message without the name of the argument, which is for the command line. */
function forPage(error: Unusable): string {
  const text = error.message.slice(error.where.length + 2);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
