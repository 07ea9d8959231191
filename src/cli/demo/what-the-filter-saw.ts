import { mainSite } from '../../filter/ruleset/site-folder.ts';
import type { FilterEvent } from '../../filter/spool/events.ts';
import type { Spool } from '../../filter/spool/spool-writer.ts';
import { decideLive } from '../../modules/filtering/index.ts';
import type { Press } from './filter-week.ts';
import {
  CLASS_WITH_LOG_INS,
  classes,
  isPupil,
  keysOf,
  pupils,
  WITH_CREDENTIAL,
  type ClassKey,
  type PersonKey,
} from './people.ts';
import { idOf, type Telling } from './telling.ts';

/** Writes what the filter would have written: the verdicts are those of the real engine on the rules in force at that moment. */

export interface Screen {
  readonly telling: Telling;
  readonly spool: Spool;
  /** Events given to the spool so far that intake has to store: visits to help sites are not among them. */
  readonly written: { count: number };
}

interface Wish {
  readonly who?: PersonKey;
  readonly room?: ClassKey;
  readonly host: string;
  readonly count: number;
}

/** Somebody opens a site, or tries to. */
export function visited(screen: Screen, wish: Wish): void {
  const { host } = wish;
  const { from, decision } = decide(screen, wish);
  const { tier, rule, list, clause } = decision;
  const decided = { ...from, host, port: 443, scheme: 'https' as const, tier, rule, list, clause };
  if (decision.verdict === 'block') write(screen, { type: 'blocked', ...decided, url: '' });
  else write(screen, { type: 'visited', ...decided, count: wish.count });
}

/** Somebody presses a button of the gate or of a block page. */
export function pressed(screen: Screen, press: Press): void {
  const { from } = decide(screen, {
    who: press.who,
    host: press.about === '' ? 'childline.org.uk' : press.about,
    count: 1,
  });
  switch (press.does) {
    case 'help': {
      const ticket = screen.telling.whole.ids.secret(18);
      write(screen, { type: 'help-asked', ...from, about: press.about, ticket });
      return;
    }
    case 'mistake':
      write(screen, { type: 'mistake-reported', ...from, host: press.about });
      return;
    case 'ask':
      write(screen, { type: 'open-asked', ...from, host: press.about, reason: press.reason });
  }
}

function write(screen: Screen, event: FilterEvent): void {
  screen.spool.append(event);
  screen.written.count += 1;
}

/** Who is at the screen as the filter knows it, and what it decides. */
function decide({ telling }: Screen, wish: Wish) {
  const { config, clock } = telling.whole;
  const site = mainSite(config);
  const { key, knownBy, address } = whoIsThere(wish);
  const person = key === undefined ? null : idOf(telling, key);
  const url = `https://${wish.host}`;
  const decision = decideLive({ site, clock }, person === null ? { url } : { url, person });
  const from = {
    at: clock.now().toString({ smallestUnit: 'millisecond' }),
    person,
    knownBy,
    address,
    profile: decision.profile,
    ruleset: decision.ruleset,
  };
  return { from, decision };
}

/** Pupils without a log-in are known by their room alone. */
function whoIsThere(wish: Wish): {
  key: PersonKey | undefined;
  knownBy: 'credential' | 'sign-in' | 'network';
  address: string;
} {
  const { who } = wish;
  if (who === undefined || !isPupil(who)) {
    const room = wish.room === undefined ? '10.20.9.20' : `${classes[wish.room].network}.20`;
    return { key: who, knownBy: who === undefined ? 'network' : 'sign-in', address: room };
  }
  const { inClass } = pupils[who];
  const seat = keysOf(pupils)
    .filter((key) => pupils[key].inClass === inClass)
    .indexOf(who);
  const address = `${classes[inClass].network}.${String(11 + seat)}`;
  if (who === WITH_CREDENTIAL) return { key: who, knownBy: 'credential', address };
  return inClass === CLASS_WITH_LOG_INS
    ? { key: who, knownBy: 'sign-in', address }
    : { key: undefined, knownBy: 'network', address };
}
