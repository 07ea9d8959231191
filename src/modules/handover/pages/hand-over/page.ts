import { form } from '../../../../platform/http/pages.ts';
import { formatPlural } from '../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../module.ts';
import { LEAVE, makeHandOver } from '../../hand-over.ts';
import { makeSeeOpenWork } from '../../see-open-work.ts';

/** What lies in somebody's name; choosing a successor; reading what goes where; handing it over. */
export function handOverPage(parts: Pick<ModuleParts, 'whole'>) {
  const query = makeSeeOpenWork(parts);
  const command = makeHandOver(parts);
  const page = form({
    path: '/people/:person/hand-over',
    template: 'modules/handover/pages/hand-over/page.njk',
    query,
    view: ({ leaver, things, successors, chosen, posts, problems }) => ({
      title: 'Hand over open work',
      back: { href: '/', text: 'Home' },
      problems,
      data: {
        leaver,
        things,
        count: things.length,
        going: things.filter((thing) => thing.passes),
        staying: things.filter((thing) => !thing.passes),
        chosen: chosen === LEAVE ? { id: LEAVE, name: undefined } : chosen,
        successors: [
          ...successors.map((one) => ({
            value: one.id,
            text: one.name,
            hint:
              one.may === things.length
                ? 'May have all of it'
                : `May have ${String(one.may)} of ${String(things.length)}; the rest falls to whoever answers for it`,
          })),
          {
            value: LEAVE,
            text: 'Leave it with the headteacher',
            hint: 'Or with the chair, where it is about the headteacher',
          },
        ],
        posts,
      },
    }),
    command,
    next: ({ passed, kept, successor }) => {
      const went =
        successor === undefined ? '' : `${formatPlural(passed, 'thing was', 'things were')} handed to ${successor}. `;
      const some = kept.slice(0, 5).join('. ');
      const more = kept.length > 5 ? ` And ${String(kept.length - 5)} more: each says so in its history.` : '';
      return { to: '/', notice: `${went}${kept.length === 0 ? '' : `${some}.${more}`}` };
    },
  });
  return { query, command, page };
}
