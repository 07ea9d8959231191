import { builtInHelp } from '../../filter/engine/built-in-hosts.ts';
import { holds } from '../../platform/access/access.ts';
import type { Control } from '../module.ts';
import { peopleOfTheFilter } from '../people/index.ts';
import { policyProfiles, settingOf } from '../policy/index.ts';
import { maySee } from './policy.ts';
import type { FilteringParts } from './filtering-parts.ts';
import { decisionControls } from './decision-controls.ts';
import { clockTime, forceState } from './force-state.ts';
import { inForceEvidence } from './in-force-evidence.ts';
import { levelControls } from './level-controls.ts';
import { decideWith, type LiveReader } from './live.ts';
import { noticeControl } from './notice-control.ts';
import { liveCredentials } from './records/credentials.ts';
import { latestRules } from './records/rules.ts';
import { everStopped, stopsNotOver } from './records/stops.ts';
import { badPageAdvice } from './settings.ts';
import { stamp } from './tables.ts';

/** The promise: a change is in force within two seconds (contracts.md). */
const PROMISED_MS = 2000;
const CHANGES_LOOKED_AT = 20;

/** The clauses about filtering that Schoolgate measures for itself (policies/village.yaml, "controls"). */
export function filteringControls(parts: FilteringParts, live: LiveReader): readonly Control[] {
  const whileInForce = inForceEvidence(parts, live);

  const controls: readonly Omit<Control, 'opens' | 'openedBy'>[] = [
    {
      code: 'filter-in-force',
      kind: 'filter-rule',
      makesTrue:
        'The filter reports every second which rules it obeys, and they are the newest that the school has decided.',
      effect: 'enforced',
      title: 'The filter obeys the newest rules',
      onHome: (actor) => holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', 'technician', 'governor', 'chair'),
      evidence: whileInForce((_db, { live: { epoch, number } }) => {
        const state = forceState(parts);
        const since = state.inForce === null ? '' : clockTime(state.inForce.since);
        return Promise.resolve(
          state.alarms.length === 0
            ? { state: 'met', figure: `Ruleset ${String(epoch)}.${String(number)}, in force since ${since}.` }
            : { state: 'not-met', figure: `In force since ${since}, with ${String(state.alarms.length)} alarms.` },
        );
      }),
    },
    {
      code: 'filter-profiles-by-group',
      kind: 'filter-rule',
      makesTrue:
        'The rules in force give staff and pupils different levels, and what the policy closes for pupils is closed.',
      effect: 'enforced',
      title: 'Staff and pupils have different levels',
      evidence: whileInForce(async (db, inForce) => {
        const { profiles } = inForce.live.ruleset;
        const closed = new Map(
          profiles.map((profile) => [profile.code, new Set(profile.blocks.map((one) => one.category))]),
        );
        const missing = (await policyProfiles(db)).flatMap((profile) =>
          profile.blocks.filter((block) => closed.get(profile.code)?.has(block.category) !== true),
        );
        const count = (audience: string): number =>
          profiles.find((profile) => profile.audience === audience)?.blocks.length ?? 0;
        const differ = count('staff') !== count('ks2') && count('staff') !== count('eyfs');
        return {
          state: missing.length === 0 && differ ? 'met' : 'not-met',
          figure: `${String(profiles.length)} levels in force: ${String(count('ks2'))} kinds of site closed for Key Stage 2, ${String(count('staff'))} for staff.`,
        };
      }),
    },
    {
      code: 'filter-own-sign-in',
      kind: 'access',
      makesTrue:
        'Each pupil and member of staff has a sign-in of their own; a browser without one gets the level of the network, the strictest pupil level unless the school chose another.',
      effect: 'enforced',
      title: 'Each person signs in under their own name',
      evidence: whileInForce(async (db, inForce, now) => {
        const people = await peopleOfTheFilter(db, now);
        const credentials = new Set((await liveCredentials(db)).map((one) => one.person));
        const own = people.filter((person) => person.username !== null || credentials.has(person.id)).length;
        const { ruleset } = inForce.live;
        const network = ruleset.profiles.find((profile) => profile.code === ruleset.networkProfile)?.label ?? '';
        const rest = `A browser without a sign-in gets: ${network}.`;
        if (people.length === 0) return { state: 'no-data', figure: `Nobody is on the roll yet. ${rest}` };
        return {
          state: own === people.length ? 'met' : 'not-met',
          figure: `${String(own)} of ${String(people.length)} people have a sign-in of their own. ${rest}`,
        };
      }),
    },
    {
      code: 'filter-per-person',
      kind: 'access',
      makesTrue:
        'Access of one person can be stopped and given back; the rules in force carry each stop with its start and end.',
      effect: 'enforced',
      title: 'One person’s internet can be stopped and given back',
      evidence: whileInForce(async (db, inForce, now) => {
        const stops = await stopsNotOver(db, now);
        const people = new Map(inForce.live.ruleset.people.map((person) => [person.id, person.stops]));
        // Somebody who has left is not in the rules, and without them gets the strictest level.
        const wanted = stops.filter((stop) => people.has(stop.person));
        const carried = wanted.filter((stop) =>
          people
            .get(stop.person)
            ?.some(
              (one) => one.from === stamp(stop.from) && one.until === (stop.until === null ? null : stamp(stop.until)),
            ),
        );
        if (stops.length === 0 && !(await everStopped(db)))
          return { state: 'no-data', figure: 'Nobody’s internet was stopped yet.' };
        return {
          state: carried.length === wanted.length ? 'met' : 'not-met',
          figure: `The rules in force name ${String(people.size)} people; ${String(carried.length)} of ${String(wanted.length)} stops that are not over are carried with start and end.`,
        };
      }),
    },
    {
      code: 'filter-instant-block',
      kind: 'filter-rule',
      makesTrue:
        'From the decision to open or close a site to the moment the filter obeys, the time is taken for each change.',
      effect: 'enforced',
      title: 'A site is opened or closed at once',
      evidence: whileInForce(async (db) => {
        const obeyed = (await latestRules(db, CHANGES_LOOKED_AT)).flatMap((rule) =>
          rule.obeyedAt === null
            ? []
            : [Math.max(0, rule.obeyedAt.epochMilliseconds - rule.decidedAt.epochMilliseconds)],
        );
        if (obeyed.length === 0) return { state: 'no-data', figure: 'No site has been opened or closed yet.' };
        const slowest = Math.max(...obeyed);
        return {
          state: slowest <= PROMISED_MS ? 'met' : 'not-met',
          figure: `Of the last ${String(obeyed.length)} changes, the slowest was in force ${(slowest / 1000).toFixed(1)} seconds after the decision.`,
        };
      }),
    },
    {
      code: 'bad-page-advice',
      kind: 'notice',
      makesTrue: 'The advice the policy fixes is in the rules in force, so block pages and the start page give it.',
      effect: 'enforced',
      title: 'Block pages give the advice of the policy',
      evidence: whileInForce(async (db, inForce) => {
        const advice = await settingOf(db, badPageAdvice);
        return {
          state: inForce.live.ruleset.gate.badPageAdvice === advice ? 'met' : 'not-met',
          figure: `The pages say: ${(badPageAdvice.words?.[advice] ?? advice).toLowerCase()}.`,
        };
      }),
    },
    {
      code: 'help-pointed-to',
      kind: 'notice',
      makesTrue:
        'Outside help services are in the rules in force, are never blocked, and are one press away on block and start pages.',
      effect: 'enforced',
      title: 'Help outside school is never blocked',
      evidence: whileInForce((_db, inForce, now) => {
        const { ruleset } = inForce.live;
        const open = builtInHelp.filter((help) =>
          ruleset.profiles.every(
            (profile) => decideWith(inForce.live, now, { profile: profile.code, url: help.url }).tier === 0,
          ),
        );
        const named = builtInHelp.filter((help) => ruleset.help.some((one) => one.host === help.host));
        return Promise.resolve({
          state: open.length === builtInHelp.length && named.length === builtInHelp.length ? 'met' : 'not-met',
          figure: `${String(open.length)} help services are open at every level; the filter’s pages lead to Childline in one press.`,
        });
      }),
    },
  ];
  return [...controls, ...levelControls(whileInForce), ...decisionControls(whileInForce), noticeControl(parts)].map(
    (control) => ({
      ...control,
      opens: (actor) => maySee(actor).allowed,
      openedBy: 'The online-safety lead, the safeguarding leads and IT support',
    }),
  );
}
