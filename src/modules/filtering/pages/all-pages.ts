import type { AnyQuery } from '../../../platform/commands/command.ts';
import type { Page } from '../../../platform/http/pages.ts';
import type { FilteringParts } from '../filtering-parts.ts';
import type { filteringCommands } from '../all-commands.ts';
import type { Publisher } from '../compiler/publisher.ts';
import type { LiveReader } from '../live.ts';
import { askPage, showAskForm } from './ask/page.ts';
import { blockPage, endRuleAction, showBlockForm, signBlockAction } from './block/page.ts';
import { credentialsPage, issueAction, listCredentials, revokeAction } from './credentials/page.ts';
import { decidePage } from './decide/page.ts';
import { listsPage, removeListAction, settleListAction, switchListAction } from './lists/page.ts';
import { networkPage, readNetwork } from './network/page.ts';
import { overviewPage } from './overview/page.ts';
import { ownListPage } from './own-list/page.ts';
import { findForStop, findPersonPage } from './people/page.ts';
import { giveBackAction, personPage } from './person/page.ts';
import { listRequests, requestsListPage } from './requests/page.ts';
import { testPage } from './test-site/page.ts';

/** Every page of this module, and the queries they stand for. */
export function filteringPages(
  parts: FilteringParts,
  publisher: Publisher,
  live: LiveReader,
  commands: Pick<ReturnType<typeof filteringCommands>, 'ask' | 'saveList'>,
): { readonly pages: readonly Page[]; readonly queries: readonly AnyQuery[] } {
  const overview = overviewPage(parts, publisher, live);
  const tryOut = testPage(parts, live);
  const decide = decidePage(parts, live);
  const lists = listsPage(publisher);
  const ownList = ownListPage(live, commands.saveList);
  const person = personPage(parts);
  return {
    pages: [
      overview.page,
      tryOut.page,
      requestsListPage,
      askPage(commands.ask),
      decide.page,
      blockPage,
      signBlockAction,
      endRuleAction,
      credentialsPage,
      issueAction,
      revokeAction,
      networkPage,
      lists.page,
      switchListAction,
      settleListAction,
      removeListAction,
      ownList.page,
      findPersonPage,
      person.page,
      giveBackAction,
    ],
    queries: [
      overview.query,
      tryOut.query,
      listRequests,
      showAskForm,
      decide.query,
      showBlockForm,
      listCredentials,
      readNetwork,
      lists.query,
      ownList.query,
      findForStop,
      person.query,
    ],
  };
}
