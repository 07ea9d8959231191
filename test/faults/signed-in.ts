import type { Running } from '../support/running.ts';

export interface Shown {
  readonly status: number;
  readonly text: string;
}

/** What a page gave its browser to send a form with. */
export interface FormShown {
  readonly token: string;
  readonly browser: string;
}

/** Somebody signed in at the running web app, with a browser that follows nothing by itself. */
export interface SignedIn {
  get(path: string): Promise<Shown>;
  form(path: string): Promise<FormShown>;
  send(path: string, form: FormShown, fields: Readonly<Record<string, string>>): Promise<Shown>;
  /** Sends a form with a file, as a browser does: the fields first. */
  sendFile(
    path: string,
    form: FormShown,
    fields: Readonly<Record<string, string>>,
    file: { readonly field: string; readonly name: string; readonly text: string },
  ): Promise<Shown>;
  /** Opens the page with the form, then sends it. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Shown>;
}

/** `session` is the secret of a web session that the data folder knows. */
export function signedInAt(running: Running, session: string): SignedIn {
  const cookie = `sg_session=${session}`;
  const signedIn: SignedIn = {
    async get(path) {
      const answer = await fetch(`${running.web}${path}`, { headers: { cookie }, redirect: 'manual' });
      return { status: answer.status, text: await answer.text() };
    },
    async form(path) {
      const answer = await fetch(`${running.web}${path}`, { headers: { cookie }, redirect: 'manual' });
      const page = await answer.text();
      const browser =
        answer.headers
          .getSetCookie()
          .find((each) => each.startsWith('sg_browser='))
          ?.split(';')[0] ?? '';
      return { token: /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '', browser };
    },
    async send(path, form, fields) {
      const answer = await fetch(`${running.web}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: `${cookie}; ${form.browser}` },
        body: new URLSearchParams({ _csrf: form.token, ...fields }),
      });
      return { status: answer.status, text: await answer.text() };
    },
    async sendFile(path, form, fields, file) {
      const body = new FormData();
      for (const [name, value] of Object.entries({ _csrf: form.token, ...fields })) body.append(name, value);
      body.append(file.field, new Blob([file.text]), file.name);
      const answer = await fetch(`${running.web}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: `${cookie}; ${form.browser}` },
        body,
      });
      return { status: answer.status, text: await answer.text() };
    },
    post: async (path, fields) => signedIn.send(path, await signedIn.form(path), fields),
  };
  return signedIn;
}
