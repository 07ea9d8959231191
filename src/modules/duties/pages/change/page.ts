import { form } from '../../../../platform/http/pages.ts';
import { postKinds, postLabel } from '../../../people/index.ts';
import { AS_DELIVERED, type makeChangeDuty } from '../../commands/change-duty.ts';
import type { makeSeeChangeForm } from '../../queries/duty-queries.ts';
import { periods, periodWords } from '../../words.ts';

/** Changes how often a duty falls due, whose it is, and whether it applies. */
export const changePage = (query: ReturnType<typeof makeSeeChangeForm>, command: ReturnType<typeof makeChangeDuty>) =>
  form({
    path: '/duties/:code/change',
    template: 'modules/duties/pages/change/page.njk',
    query,
    command,
    view: ({ duty }) => {
      const { shape, own } = duty;
      const follows = shape.follows === undefined ? '' : ', or as the policy in force says';
      return {
        title: `Change “${shape.title}”`,
        back: { href: `/duties/${shape.code}`, text: 'Back to the duty' },
        values: {
          period: own?.period ?? AS_DELIVERED,
          owner: own?.owner ?? AS_DELIVERED,
          applies: own?.applies === 0 ? 'no' : 'yes',
        },
        data: {
          version: own?.version ?? 0,
          periods: [
            { value: AS_DELIVERED, text: `As delivered: ${periodWords[shape.period].toLowerCase()}${follows}` },
            ...periods.map((period) => ({ value: period, text: periodWords[period] })),
          ],
          owners: [
            { value: AS_DELIVERED, text: `As delivered: ${postLabel(shape.owner)}` },
            ...postKinds.map((kind) => ({ value: kind.code, text: kind.label })),
          ],
        },
      };
    },
    next: ({ code }) => ({
      to: `/duties/${code}`,
      notice: 'Changed. What follows from it shows within a few minutes.',
    }),
  });
