import type { WebDevices } from '../../../../platform/auth/web-devices.ts';
import { action, page, type Page } from '../../../../platform/http/pages.ts';
import { deviceWords } from '../../../../platform/views/device-words.ts';
import { makeForgetBrowsers } from '../../commands/forget-browsers.ts';
import { makeOwnBrowsers } from '../../queries/own-browsers.ts';

const HERE = '/account/browsers';

/** "Browsers that are remembered": each with its days, and buttons to forget one or all. */
export function browserPages(devices: WebDevices) {
  const ownBrowsers = makeOwnBrowsers(devices);
  const { forgetOne, forgetAll } = makeForgetBrowsers(devices);
  const pages: readonly Page[] = [
    page({
      path: HERE,
      template: 'modules/people/pages/browsers/page.njk',
      query: ownBrowsers,
      view: (browsers) => ({
        title: 'Browsers that are remembered',
        back: { href: '/account', text: 'My account' },
        data: { browsers: browsers.map((one) => ({ ...one, device: deviceWords(one.words) })) },
      }),
    }),
    action({
      path: `${HERE}/:browser/forget`,
      command: forgetOne,
      next: () => ({ to: HERE, notice: 'That browser is forgotten.' }),
      otherwise: () => HERE,
    }),
    action({
      path: `${HERE}/forget-all`,
      command: forgetAll,
      next: () => ({ to: HERE, notice: 'All browsers are forgotten.' }),
      otherwise: () => HERE,
    }),
  ];
  return { pages, commands: [forgetOne, forgetAll], queries: [ownBrowsers] };
}
