import type { Actor } from '../access/access.ts';
import type { Stage, WebSession } from '../auth/web-sessions.ts';
import type { PersonId, SchoolId } from '../ids/ids.ts';
import type { SentFile, ViewModel } from './pages.ts';
import type { Reach } from './reach.ts';

/** What a public route gets. */
export interface Visit {
  /** Path parameters, query and form together, as raw input for a command or query. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly method: 'GET' | 'POST';
  /** Address of the browser. */
  readonly address: string;
  /** The browser's own name, for the list of devices. */
  readonly device: string;
  /** The name that this browser got at an earlier sign-in of anybody; undefined when it never had one, or somebody made it up. */
  readonly knownDevice: string | undefined;
  /** What an earlier answer gave this browser to carry (`carry`). Whatever the browser says: open it with a key of ours. */
  readonly carried: string | undefined;
  /** Who is signed in, when somebody is. */
  readonly actor: Actor | undefined;
  /** The session of this browser in whatever stage: half-way signed in is not signed in. */
  readonly session: WebSession | undefined;
  /** Id of this request, for the actor a public route acts as. */
  readonly request: string;
  readonly now: Temporal.Instant;
}

/** The session that an answer begins; the one before it in this browser is over. */
export interface BeginSession {
  readonly school: SchoolId;
  readonly person: PersonId;
  readonly stage: Stage;
  readonly means: string;
}

export type Answer =
  | {
      readonly show: string;
      readonly model: ViewModel;
      readonly errors?: readonly { field: string; message: string }[];
      readonly status?: number;
      readonly signIn?: BeginSession;
    }
  | {
      readonly to: string;
      readonly notice?: string;
      /** Instead of a notice: why nothing was done. */
      readonly problem?: string;
      readonly signIn?: BeginSession;
      readonly signOut?: true;
      /** Who has just shown on this browser who they are, though no session begins: it is known as theirs from now on. */
      readonly knows?: { readonly school: SchoolId; readonly person: PersonId };
      /** Something sealed that this browser brings back for ten minutes at most; null takes it away. */
      readonly carry?: string | null;
    }
  | { readonly json: unknown; readonly status: number }
  /** A file that anybody may have. */
  | { readonly sends: SentFile }
  /** A text that is no page: a calendar. Never of what somebody wrote as HTML. */
  | {
      readonly text: string;
      readonly type: 'text/calendar; charset=utf-8' | 'text/plain; charset=utf-8';
      readonly status: number;
    };

/** A route that anybody may ask for. `why` says why that is safe; it is printed in docs/reference/routes.md. */
export interface PublicRoute {
  readonly path: string;
  readonly methods: readonly ('GET' | 'POST')[];
  readonly why: string;
  /** From where: parents need it at home, staff only, or never outside the school. */
  readonly reach: Reach;
  /** Where it shows words that anybody may read and keep: whoever is not signed in gets them again only when they have changed. */
  readonly keeps?: true;
  readonly handle: (visit: Visit) => Promise<Answer>;
}
