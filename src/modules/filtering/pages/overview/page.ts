import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import type { FilteringParts } from '../../filtering-parts.ts';
import { namesOf } from '../../../people/index.ts';
import { approversOf } from '../../commands/decide-request.ts';
import type { Publisher } from '../../compiler/publisher.ts';
import { clockTime, forceLine, forceState } from '../../force-state.ts';
import type { LiveReader } from '../../live.ts';
import { mayBlockAtOnce, mayDecide, mayFindPeople, mayRun, maySee, seesNames } from '../../policy.ts';
import { countWaiting } from '../../records/requests.ts';
import { rulesNotOver } from '../../records/rules.ts';
import { audienceWords, uncategorisedWords } from '../../words.ts';

/** What the filter obeys now: in force or not, alarms, levels, the school's own blocks and openings, lists. */
export function overviewPage(parts: FilteringParts, publisher: Publisher, live: LiveReader) {
  const readFiltering = query({
    name: 'filtering.read-filtering',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: (actor) => maySee(actor),
    leaves: 'It shows rules, and the names of staff who decided them; no person’s visits or stops.',
    answer: async (db, { now, actor }) => {
      const state = forceState(parts);
      const change = await parts.changes.of(db.school);
      const approvers = await approversOf(db);
      const rules = await rulesNotOver(db, now);
      const names = await namesOf(
        db,
        rules.map((rule) => rule.decidedBy),
      );
      return {
        state,
        wanted: change.wanted,
        ruleset: live.newest()?.ruleset,
        sources: publisher.sources(),
        alarms: [...publisher.alarms(), ...state.alarms].map((alarm) => alarm.message),
        waiting: await countWaiting(db),
        decides: mayDecide(actor, approvers).allowed,
        rules: rules.map((rule) => ({
          ...rule,
          by: seesNames(actor, approvers, 'page') ? (names.get(rule.decidedBy) ?? '') : '',
        })),
      };
    },
  });

  const shown = page({
    path: '/filtering',
    template: 'modules/filtering/pages/overview/page.njk',
    navigation: { text: 'Filtering', order: 40, shownTo: (actor) => maySee(actor).allowed },
    query: readFiltering,
    view: (value, { actor }) => {
      const { state, ruleset } = value;
      const profiles = ruleset?.profiles ?? [];
      const labels = new Map(profiles.map((profile) => [profile.code, profile.label]));
      return {
        title: 'Filtering',
        data: {
          inForce: state.alive && state.inForce !== null && state.inForce.number >= value.wanted,
          line: forceLine(state, value.wanted),
          alive: state.alive,
          heard: state.heard === null ? '' : clockTime(state.heard),
          number: state.inForce === null ? '' : `${String(state.inForce.epoch)}.${String(state.inForce.number)}`,
          wanted: value.wanted,
          alarms: value.alarms,
          waiting: value.waiting,
          may: {
            block: mayBlockAtOnce(actor).allowed,
            run: mayRun(actor).allowed,
            people: mayFindPeople(actor).allowed,
            decide: value.decides,
          },
          profiles: profiles.map((profile) => ({
            label: profile.label,
            audience: audienceWords[profile.audience],
            unknown: uncategorisedWords[profile.uncategorised],
            strictest: profile.code === ruleset?.strictestProfile,
            network: profile.code === ruleset?.networkProfile,
          })),
          categories: (ruleset?.categories ?? []).map((category) => ({
            label: category.label,
            cells: profiles.map((profile) => {
              const block = profile.blocks.find((one) => one.category === category.code);
              return { profile: profile.label, closed: block !== undefined, clause: block?.clause ?? null };
            }),
          })),
          rules: value.rules.map((rule) => ({
            id: rule.id,
            verdict: rule.verdict,
            hosts: rule.hosts,
            forWhom:
              rule.profiles === null ? 'Everybody' : rule.profiles.map((code) => labels.get(code) ?? code).join(', '),
            reason: rule.reason,
            until: rule.until === null ? 'Until somebody ends it' : `Until ${formatDateTime(rule.until)}`,
            by: rule.by,
            at: formatDateTime(rule.decidedAt),
            unsigned: rule.signedAt === null,
            obeyed: rule.obeyedAt === null ? 'not yet in force' : `in force since ${clockTime(rule.obeyedAt)}`,
          })),
          sources: value.sources,
          names: value.sources.reduce((sum, source) => sum + (source.on ? source.count : 0), 0),
        },
      };
    },
  });
  return { query: readFiltering, page: shown };
}
