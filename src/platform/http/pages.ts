import type { Actor } from '../access/access.ts';
import type { AnyEvent, EventCatalogue } from '../audit/events.ts';
import type { Command, FieldError, Query } from '../commands/command.ts';
import type { UploadLimits } from './uploads.ts';
import type { Reach } from './reach.ts';

/**
 * A page registers through one of these, and each demands the query or command it stands for: its access follows from that.
 * A page without a rule cannot be written down; a route without one stops the app (app.ts).
 */

/** What a page's `view` gets besides the answer. */
export interface PageContext {
  readonly actor: Actor;
  readonly now: Temporal.Instant;
  /** Path and query of the request, for links that keep their filters. */
  readonly url: URL;
}

/** What a `view` gives to its template: title and data, and values that a form begins with. */
export interface ViewModel {
  /** The page's heading. Nothing sensitive: it is also the title of the browser's window. */
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Initial values of the form's fields. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** What is missing or wrong in a form that asks by GET, shown as after a refused button: at the top, and by each field. */
  readonly problems?: readonly FieldError[];
  readonly back?: { readonly href: string; readonly text: string };
}

/** Where to go after a change, and the line that says what happened. */
export interface Next {
  readonly to: string;
  readonly notice?: string;
}

/** A link in the service navigation, and to whom it is shown. Hiding a link is a courtesy: the policy decides. */
export interface NavigationEntry {
  readonly text: string;
  readonly order: number;
  readonly shownTo: (actor: Actor) => boolean;
}

/** Instead of going on: a page that answers the button itself, for what is shown once and kept nowhere (a new secret). */
export interface ShownOnce {
  readonly template: string;
  readonly model: ViewModel;
}

/** Whether somebody is asked to confirm that it is they: always, or by the parameters of the address. */
export type Confirm = true | ((params: Readonly<Record<string, string>>) => boolean);

interface Shown {
  /** Fastify path: `/incidents/:id`. */
  readonly path: string;
  /** Template below src/: `modules/incidents/pages/incident/page.njk`. */
  readonly template: string;
  readonly navigation?: NavigationEntry;
  /** Where a browser left open must not be enough: who did not show within ten minutes that it is they is asked to first. A function of the path's parameters where only some need it. */
  readonly confirm?: Confirm;
}

/** A page that shows the answer of a query. */
export interface ReadPage extends Shown {
  readonly kind: 'page';
  readonly query: AnyQueryOf;
  readonly view: (value: never, context: PageContext) => ViewModel;
}

/** A page with a form: GET shows it with the answer of a query, POST runs a command and goes on, or shows it again with messages. */
export interface FormPage extends Shown {
  readonly kind: 'form';
  /** Bytes its form may have, where the usual limit is too small. Such a form is read only for somebody signed in. */
  readonly bodyLimit?: number;
  /** The field whose file goes into the file store, and how many bytes that may have. Such a form is read only for somebody signed in. */
  readonly keeps?: { readonly field: string; readonly most: number };
  /** The files its form may bring. Such a form is read only for somebody signed in. */
  readonly uploads?: UploadLimits;
  readonly query: AnyQueryOf;
  readonly view: (value: never, context: PageContext) => ViewModel;
  readonly command: AnyCommandOf;
  readonly next: (
    value: never,
    context: PageContext & { readonly params: Readonly<Record<string, string>> },
  ) => Next | ShownOnce;
}

/** A button on another page: POST only. When it fails as expected, the page it goes back to says so and why. */
export interface ActionRoute {
  readonly kind: 'action';
  readonly path: string;
  readonly command: AnyCommandOf;
  readonly next: (
    value: never,
    context: PageContext & { readonly params: Readonly<Record<string, string>> },
  ) => Next | ShownOnce;
  /** Where to go back to with the message after an expected failure. */
  readonly otherwise: (params: Readonly<Record<string, string>>) => string;
  /** As on a page. Afterwards the person is back where `otherwise` leads, to press the button again. */
  readonly confirm?: Confirm;
}

/** What a file route sends. */
export interface SentFile {
  /** Nothing sensitive: it stays in the list of downloads. */
  readonly name: string;
  readonly type: string;
  readonly body: string | AsyncIterable<Uint8Array>;
  /** Of a file that anybody may keep: what it is made of, so that it is sent again only when that has changed. */
  readonly madeOf?: string;
  /** True for a picture that may be looked at in the browser instead of being saved. */
  readonly shown?: boolean;
}

/** A file: made from a query's answer (CSV, text), or one that somebody gave. */
export interface FileRoute {
  readonly kind: 'file';
  readonly path: string;
  readonly query: AnyQueryOf;
  readonly file: (value: never, context: PageContext) => SentFile;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- lists hold pages of every query and command; the functions below tie the types */
type AnyQueryOf = Query<any, any, any, any>;
type AnyCommandOf = Command<any, any, any, any, any>;
/* eslint-enable @typescript-eslint/no-explicit-any */

export type Page = ReadPage | FormPage | ActionRoute | FileRoute;

/** Declares a page of a query. */
export function page<Input, Subject, Value, Catalogue extends EventCatalogue>(
  definition: Shown & {
    query: Query<Input, Subject, Value, Catalogue>;
    view: (value: Value, context: PageContext) => ViewModel;
  },
): ReadPage {
  return { kind: 'page', ...definition };
}

/** Declares a form: the query shows it, the command takes it. */
export function form<
  QueryInput,
  QuerySubject,
  Shows,
  QueryEvents extends EventCatalogue,
  Input,
  Subject,
  Prepared,
  Value,
  Events extends EventCatalogue,
>(
  definition: Shown & {
    bodyLimit?: number;
    keeps?: { readonly field: string; readonly most: number };
    uploads?: UploadLimits;
    query: Query<QueryInput, QuerySubject, Shows, QueryEvents>;
    view: (value: Shows, context: PageContext) => ViewModel;
    command: Command<Input, Subject, Prepared, Value, Events>;
    next: (
      value: Value,
      context: PageContext & { readonly params: Readonly<Record<string, string>> },
    ) => Next | ShownOnce;
  },
): FormPage {
  return { kind: 'form', ...definition };
}

/** Declares a button. */
export function action<Input, Subject, Prepared, Value, Events extends EventCatalogue>(definition: {
  path: string;
  command: Command<Input, Subject, Prepared, Value, Events>;
  next: (
    value: Value,
    context: PageContext & { readonly params: Readonly<Record<string, string>> },
  ) => Next | ShownOnce;
  otherwise: (params: Readonly<Record<string, string>>) => string;
  confirm?: Confirm;
}): ActionRoute {
  return { kind: 'action', ...definition };
}

/** Declares a file made from a query. */
export function file<Input, Subject, Value, Catalogue extends EventCatalogue>(definition: {
  path: string;
  query: Query<Input, Subject, Value, Catalogue>;
  file: (value: Value, context: PageContext) => SentFile;
}): FileRoute {
  return { kind: 'file', ...definition };
}

/** The rule of a route, kept in its config: what the root hook demands and docs/reference/routes.md prints. */
export type RouteRule = { readonly reach: Reach } & (
  | { readonly is: 'query'; readonly name: string }
  | { readonly is: 'command'; readonly name: string }
  | { readonly is: 'public'; readonly why: string }
);

export type { AnyEvent };
