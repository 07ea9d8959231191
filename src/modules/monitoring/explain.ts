import type { GroupEvent } from './lists.ts';

/** The four lines of what the filter decided (design.md): what happened, why, until when, who can help. Pure. */
export interface FourLines {
  readonly what: string;
  readonly why: string;
  readonly until: string;
  readonly who: string;
}

/** What the lines need besides the newest event of the group. */
export interface Known {
  /** "Sam Hill". */
  readonly name: string;
  /** How many times. */
  readonly times: number;
  readonly label: (category: string) => string;
  /** What the clause of the policy says, where one decided. */
  readonly clauseText: string | undefined;
}

/** Says why the filter refused, or what a call for help was about. */
export function explain(
  event: Pick<GroupEvent, 'type' | 'host' | 'tier' | 'rule' | 'list' | 'clause'>,
  known: Known,
): FourLines {
  const often = known.times === 1 ? 'once' : `${String(known.times)} times`;
  if (event.type === 'help-asked') {
    return {
      what: `${known.name} pressed “Tell an adult” ${often}${event.host === '' ? '' : `, after ${event.host} was blocked`}.`,
      why: 'The button asks for an adult and says nothing else. Go to the child first; look at the page later.',
      until: 'It stays open until somebody closes it.',
      who: 'You, another safeguarding lead, or the adult in the room.',
    };
  }
  return {
    what: `${known.name} tried to open ${event.host === '*' ? 'many sites' : event.host} and the filter blocked it. This kind of thing happened ${often}.`,
    why: [reasonOf(event, known.label), clauseOf(event.clause, known.clauseText)].join(' '),
    until: event.tier === 1 ? 'Always. Nobody can open it.' : 'Until the school changes its filtering.',
    who:
      event.tier === 1
        ? 'The headteacher and the police. Do not open the address to check it.'
        : 'The online-safety lead can say more about the filter, and change it.',
  };
}

/** Why one event was decided as it was, in a few words: for tables. */
export function reasonOf(
  event: Pick<GroupEvent, 'tier' | 'rule' | 'list'>,
  label: (category: string) => string,
): string {
  switch (event.tier) {
    case 1:
      return 'It is on the list of illegal content.';
    case 2:
      return 'This person’s internet was stopped.';
    case 4:
      return 'The school blocked this site itself.';
    case 5:
      return 'The school allows this site.';
    case 6:
      return `It is one of the ${label(event.rule ?? '')}${event.list === null ? '' : `, says the list “${event.list}”`}.`;
    case 8:
      return 'No list knows this site.';
    default:
      return 'The filter gave no reason that this version knows.';
  }
}

/** What was asked for, as text to read and never as a link. An address of the illegal tier is cut to the site: nobody has to go there. */
export function siteOf(event: Pick<GroupEvent, 'host' | 'url' | 'tier'>): string {
  if (event.host === '*') return 'many more sites'; // a flood, counted together
  return event.tier === 1 ? event.host : `${event.host}${event.url}`;
}

function clauseOf(clause: string | null, text: string | undefined): string {
  if (clause === null) return 'No clause of the policy says so; it is Schoolgate’s own choice or the school’s.';
  return text === undefined ? `Clause ${clause} of the policy.` : `Clause ${clause} of the policy: “${text}”`;
}
