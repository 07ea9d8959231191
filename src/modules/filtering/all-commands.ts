import type { AnyCommand } from '../../platform/commands/command.ts';
import { askForChange } from './commands/ask-for-change.ts';
import { blockAtOnce, endRule, signBlock } from './commands/block-at-once.ts';
import { changeNetwork } from './commands/change-network.ts';
import { issueCredential, revokeCredential } from './commands/credentials.ts';
import { decideRequest } from './commands/decide-request.ts';
import { askForCompile, beginEpoch, noteObeyed, setUpFilterSite } from './commands/keep-numbers.ts';
import { removeOwnList, saveOwnList, settleHeldList, switchList } from './commands/lists.ts';
import { signInAtGate } from './commands/sign-in-at-gate.ts';
import { giveBack, turnOff } from './commands/stop-person.ts';
import type { LiveReader } from './live.ts';

/** Every command of this module; those that need to see the live rules are made here, once. */
export function filteringCommands(live: LiveReader) {
  const ask = askForChange(live);
  const saveList = saveOwnList(live);
  const all: readonly AnyCommand[] = [
    ask,
    decideRequest,
    blockAtOnce,
    signBlock,
    endRule,
    turnOff,
    giveBack,
    issueCredential,
    revokeCredential,
    changeNetwork,
    switchList,
    saveList,
    settleHeldList,
    removeOwnList,
    signInAtGate,
    setUpFilterSite,
    beginEpoch,
    askForCompile,
    noteObeyed,
  ];
  return { ask, saveList, all };
}
