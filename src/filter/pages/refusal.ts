import type { Decision } from '../engine/decision.ts';
import type { Ruleset } from '../ruleset/ruleset.ts';
import { dateAndTime } from './when.ts';

/** One refused visit, with all that a page may have to say about it. */
export interface Refusal {
  readonly host: string;
  readonly scheme: 'http' | 'https';
  readonly decision: Decision;
  readonly knownBy: 'credential' | 'sign-in' | 'network';
  /** Name as the school writes it; null when nobody is known. */
  readonly personName: string | null;
  /** `epoch.number` of the ruleset that decided. */
  readonly ruleset: string;
}

/** Rules that the proxy adds to the engine's: fixed words in the place of a rule's id. */
export const proxyRules = {
  /** A CONNECT to a port that is not listed. */
  port: 'connect-port',
  /** The name leads to an address inside the school or to this machine. */
  inside: 'inside-address',
  /** Not TLS where it must be, or a hello that cannot be read. */
  notTls: 'not-tls',
} as const;

/** What holds for this reader, in plain words: why, and until when. */
export interface Words {
  readonly why: string;
  readonly until: string;
}

/** Why a page is closed, for a pupil who reads (reading age about 8). Never blames. */
export function pupilWords(refusal: Refusal, ruleset: Ruleset | undefined): Words {
  const { decision } = refusal;
  const ends =
    decision.until === null ? undefined : dateAndTime(Temporal.Instant.fromEpochMilliseconds(decision.until));
  const stays = ends === undefined ? 'Until a grown-up at school opens it.' : `Until ${ends}.`;
  switch (decision.rule) {
    case proxyRules.port:
    case proxyRules.notTls:
      return { why: 'It is not an ordinary web page.', until: 'It stays closed.' };
    case proxyRules.inside:
      return { why: 'It is not a page on the internet.', until: 'It stays closed.' };
    default:
  }
  switch (decision.reason) {
    case 'sanction':
      return {
        why: 'A grown-up at school has turned the internet off for you for a while. You can ask them about it.',
        until:
          ends === undefined
            ? 'Until a grown-up at school turns it on again.'
            : `Until ${ends}. Then it comes back by itself.`,
      };
    case 'denied':
      return {
        why: 'Your school has switched the internet off for you. You can ask a grown-up why.',
        until:
          ends === undefined
            ? 'Until your school switches it on again.'
            : `Until ${ends}. Then it comes back by itself.`,
      };
    case 'unsigned':
      return {
        why: 'Your internet agreement has not been signed yet.',
        until: ends === undefined ? 'Until it is signed. Then it opens by itself.' : `Until it is signed, or ${ends}.`,
      };
    case 'illegal':
      return { why: 'It is closed for everybody.', until: 'It stays closed.' };
    case 'category-blocked':
      return {
        why: `It is one of the ${categoryLabel(decision.category, ruleset)}. The school’s rules say these stay closed.`,
        until: stays,
      };
    case 'school-block':
      return {
        why: 'Your school has closed this site. Its rules ask everybody to keep to open sites.',
        until: stays,
      };
    case 'uncategorised-blocked':
      return {
        why: 'Nobody at school has checked this site yet. The school’s rules say it stays closed until then.',
        until: stays,
      };
    case 'no-ruleset':
      return { why: 'The internet at school is still being set up.', until: 'Until it is set up.' };
    default:
      return { why: 'There is no site with this name.', until: 'It stays closed.' };
  }
}

/** Why a page is closed, exactly, for staff: rule, list and clause are shown beside it. */
export function staffWords(refusal: Refusal, ruleset: Ruleset | undefined): Words {
  const { decision } = refusal;
  const ends =
    decision.until === null ? undefined : dateAndTime(Temporal.Instant.fromEpochMilliseconds(decision.until));
  const until = ends === undefined ? 'Until the rule is changed.' : `Until ${ends}.`;
  switch (decision.rule) {
    case proxyRules.port:
      return {
        why: 'The proxy opens secure connections to port 443 and to listed ports only.',
        until: 'Until the port is listed.',
      };
    case proxyRules.inside:
      return {
        why: 'The name leads to an address inside the school’s network or to this machine, and the proxy is not a way in.',
        until: 'Until the server is listed as one of the school’s own.',
      };
    case proxyRules.notTls:
      return { why: 'The connection does not begin with a TLS hello that can be read.', until: 'It stays closed.' };
    default:
  }
  switch (decision.reason) {
    case 'sanction':
      return { why: 'Internet removed (a sanction in the school’s records).', until };
    case 'denied':
      return {
        why: 'The school has switched the internet off for you (in its records).',
        until: ends === undefined ? 'Until the school switches it on again.' : until,
      };
    case 'unsigned':
      return {
        why: 'The acceptable-use agreement is not signed.',
        until: 'Until it is signed; the filter follows within seconds.',
      };
    case 'illegal':
      return { why: 'On a list of illegal content. Nobody at school can open it.', until: 'It stays closed.' };
    case 'category-blocked':
      return { why: `Listed among ${categoryLabel(decision.category, ruleset)}, which your profile closes.`, until };
    case 'school-block': {
      const rule = ruleset?.schoolBlocks.find((each) => each.id === decision.rule);
      return { why: rule === undefined ? 'Closed by the school.' : `Closed by the school: ${rule.reason}`, until };
    }
    case 'uncategorised-blocked':
      return { why: 'No list knows this site, and your profile closes sites that nobody has sorted.', until };
    case 'no-ruleset':
      return {
        why: 'The filter has no rules yet: only help sites and update servers are open.',
        until: 'Until the web app has sent its first rules.',
      };
    default:
      return { why: 'No host can have this name.', until: 'It stays closed.' };
  }
}

/** What readers call a category: "gambling sites". */
export function categoryLabel(code: string | null, ruleset: Ruleset | undefined): string {
  return ruleset?.categories.find((each) => each.code === code)?.label ?? 'sites on a list';
}

/** What readers call a profile. */
export function profileLabel(code: string, ruleset: Ruleset | undefined): string {
  return ruleset?.profiles.find((each) => each.code === code)?.label ?? code;
}

/** True when the person, not the site, is what is stopped. */
export function isPersonStopped(decision: Decision): boolean {
  return decision.tier === 2;
}
