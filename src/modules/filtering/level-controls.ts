import { builtInHelp } from '../../filter/engine/built-in-hosts.ts';
import type { Audience } from '../../filter/ruleset/ruleset.ts';
import { categoryWords } from '../policy/index.ts';
import type { CategoryCode } from '../policy/index.ts';
import type { FilteringControl, InForce, WhileInForce } from './in-force-evidence.ts';
import { decideWith } from './live.ts';

/** What the levels of the rules in force close, for the clauses that name a kind of site. Measured in the ruleset that the filter obeys. */

/** Levels of pupils. */
const ofPupils: readonly Audience[] = ['eyfs', 'ks1', 'ks2'];
const everybody: readonly Audience[] = ['eyfs', 'ks1', 'ks2', 'staff', 'guest'];

interface Closed {
  readonly code: string;
  readonly title: string;
  readonly makesTrue: string;
  readonly categories: readonly CategoryCode[];
  readonly levels: readonly Audience[];
}

const closed: readonly Closed[] = [
  {
    code: 'filter-blocks-harmful',
    title: 'Pupils’ levels close harmful sites',
    makesTrue:
      'Each level of pupils closes sites for adults only, violence, self-harm, drugs, extremism and harmful software.',
    categories: ['adult', 'violence', 'self-harm', 'drugs', 'extremism', 'malware'],
    levels: ofPupils,
  },
  {
    code: 'filter-blocks-gambling-games',
    title: 'Gambling and games are closed for pupils',
    makesTrue: 'Each level of pupils closes gambling sites and games sites.',
    categories: ['gambling', 'games'],
    levels: ofPupils,
  },
  {
    code: 'filter-blocks-social',
    title: 'Social networks, chat and forums are closed for pupils',
    makesTrue: 'Each level of pupils closes social networks, chat and forums.',
    categories: ['social-networks', 'chat', 'forums'],
    levels: ofPupils,
  },
  {
    code: 'filter-blocks-video',
    title: 'Video sites are closed for pupils',
    makesTrue: 'Each level of pupils closes video sites.',
    categories: ['video-sharing'],
    levels: ofPupils,
  },
  {
    code: 'filter-blocks-webmail',
    title: 'Outside e-mail is closed for pupils',
    makesTrue: 'Each level of pupils closes e-mail sites.',
    categories: ['webmail'],
    levels: ofPupils,
  },
  {
    code: 'filter-blocks-downloads',
    title: 'Download sites are closed for pupils',
    makesTrue: 'Each level of pupils closes download sites and pirated material.',
    categories: ['downloads', 'piracy'],
    levels: ofPupils,
  },
  {
    code: 'filter-blocks-search',
    title: 'Only agreed search engines are open to pupils',
    makesTrue: 'Each level of pupils closes the search engines that the school has not agreed.',
    categories: ['search-engines-other'],
    levels: ofPupils,
  },
  {
    code: 'filter-blocks-circumvention',
    title: 'Ways round the filter are closed',
    makesTrue: 'Every level closes sites that get round filters.',
    categories: ['proxies-and-vpn'],
    levels: everybody,
  },
];

/** Sites that stand for their kind in the filter’s own test; all are in the lists that come with Schoolgate. */
const canaries: readonly { readonly host: string; readonly category: CategoryCode }[] = [
  { host: 'pornhub.com', category: 'adult' },
  { host: 'bet365.com', category: 'gambling' },
];

/** What a level of these audiences leaves open of these categories, each as "level: kind of site". */
function openStill({ live: { ruleset } }: InForce, { categories, levels }: Closed): string[] {
  return ruleset.profiles
    .filter((profile) => levels.includes(profile.audience))
    .flatMap((profile) => {
      const blocked = new Set(profile.blocks.map(({ category }) => category));
      return categories
        .filter((category) => !blocked.has(category))
        .map((category) => `${profile.label}: ${categoryWords[category]}`);
    });
}

/** The controls about what the levels close. */
export function levelControls(whileInForce: WhileInForce): readonly FilteringControl[] {
  return [
    ...closed.map((one): FilteringControl => ({
      code: one.code,
      kind: 'filter-rule',
      title: one.title,
      makesTrue: one.makesTrue,
      effect: 'enforced',
      evidence: whileInForce((_db, inForce) => {
        const open = openStill(inForce, one);
        return Promise.resolve(
          open.length === 0
            ? { state: 'met', figure: `Closed: ${one.categories.map((code) => categoryWords[code]).join(', ')}.` }
            : { state: 'not-met', figure: `Open: ${open.slice(0, 5).join('; ')}.` },
        );
      }),
    })),
    {
      code: 'filter-help-first',
      kind: 'filter-rule',
      title: 'No sanction closes help sites',
      makesTrue:
        'Help sites come before every other rule, so that they stay open for somebody whose internet is stopped.',
      effect: 'enforced',
      evidence: whileInForce((_db, { live }, now) => {
        const stopped = live.ruleset.people.filter(({ stops }) => stops.length > 0);
        const shut = stopped.filter((person) =>
          builtInHelp.some((help) => decideWith(live, now, { person: person.id, url: help.url }).tier !== 0),
        );
        return Promise.resolve({
          state: shut.length === 0 ? 'met' : 'not-met',
          figure: `${String(stopped.length)} people are or will be stopped; help is closed for ${shut.length === 0 ? 'none' : String(shut.length)} of them.`,
        });
      }),
    },
    {
      code: 'filter-tested',
      kind: 'filter-rule',
      title: 'The filter’s own test finds closed what must be closed',
      makesTrue:
        'At each level of pupils the rules in force are asked for sites that must be closed and for help that must be open.',
      effect: 'enforced',
      evidence: whileInForce((_db, { live }, now) => {
        const levels = live.ruleset.profiles.filter(({ audience }) => ofPupils.includes(audience));
        const wrong = levels.flatMap((profile) => [
          ...canaries
            .filter(({ host }) => decideWith(live, now, { profile: profile.code, url: host }).verdict !== 'block')
            .map(({ category }) => `${profile.label}: ${categoryWords[category]} are open`),
          ...builtInHelp
            .filter(({ url }) => decideWith(live, now, { profile: profile.code, url }).tier !== 0)
            .map(({ host }) => `${profile.label}: ${host} is closed`),
        ]);
        const asked = levels.length * (canaries.length + builtInHelp.length);
        return Promise.resolve({
          state: wrong.length === 0 ? 'met' : 'not-met',
          figure:
            wrong.length === 0
              ? `${String(asked)} questions to the rules in force, each answered as it must be.`
              : `${wrong.slice(0, 5).join('; ')}.`,
        });
      }),
    },
  ];
}
