import { aPasskey } from '../../src/modules/people/passkeys/testing.ts';
import { anAuthenticator } from '../../src/modules/people/second-factor/testing.ts';
import type { Given, Wanted } from './permissions-given.ts';

/** What the requests about people's own sign-in carry (see permissions-requests.ts). */

/** Two passkeys of the one who asks, so that one may go; for whoever has no sign-in here, any id does. */
async function ownPasskey({ world, at, who, fresh }: Wanted): Promise<Given> {
  const body = { name: 'Another name' };
  if (who === 'nobody' || who === 'pupil' || who === 'parent') return { params: { passkey: world.ids.next() }, body };
  const { id } = await aPasskey(world, at.school, at.person(who));
  if (fresh) await aPasskey(world, at.school, at.person(who));
  return { params: { passkey: id }, body };
}

async function ownApp(wanted: Wanted): Promise<void> {
  const { world, at, who } = wanted;
  if (who === 'nobody' || who === 'pupil' || who === 'parent') return;
  await anAuthenticator(world, at.school, at.person(who));
  // Half a minute, so that the next app's first code is not one that was used.
  world.clock.advance({ seconds: 30 });
}

async function ownSession({ world, at, who }: Wanted): Promise<Given> {
  if (who === 'nobody') return { params: { session: world.ids.next() } };
  const secret = await world.parts.sessions.start(at.school, at.person(who), 'another browser');
  const session = await world.parts.sessions.find(secret);
  return { params: { session: session?.id ?? '' } };
}

/** A browser that is remembered for the one who asks; its name in their list. */
async function ownBrowser({ world, at, who }: Wanted): Promise<string> {
  if (who === 'nobody') return '0'.repeat(32);
  const person = at.person(who);
  await world.parts.devices.note(world.ids.secret(16), { school: at.school, person, words: 'another browser' });
  const [one] = await world.parts.devices.list(person);
  return one?.id ?? '';
}

export const ownSignInRequests: Readonly<Record<string, (wanted: Wanted) => Given | Promise<Given>>> = {
  '/account/sessions/:session/end': ownSession,
  '/account/browsers/:browser/forget': async (wanted) => ({ params: { browser: await ownBrowser(wanted) } }),
  '/account/browsers/forget-all': async (wanted) => {
    await ownBrowser(wanted);
    return {};
  },
  '/account/password': () => ({ body: { password: 'harbour lantern meadow' } }),
  '/account/authenticator': ownOffered,
  '/account/authenticator/remove': async (wanted) => {
    await ownPasskey(wanted);
    await ownApp(wanted);
    return {};
  },
  '/account/recovery-codes': async (wanted) => {
    await ownPasskey(wanted);
    return {};
  },
  '/account/passkeys/add': () => ({ body: { name: 'A passkey', credential: unverified } }),
  '/account/passkeys/:passkey': ownPasskey,
  '/account/passkeys/:passkey/remove': async (wanted) => ({ params: (await ownPasskey(wanted)).params ?? {} }),
  '/account/confirm': () => ({ body: { password: 'not my password' } }),
};

/** Shaped as a browser gives it, and signed by nobody. */
const unverified = JSON.stringify({
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
});

/** An app that is being set up: enrolled once, and offered anew. */
async function ownOffered(wanted: Wanted): Promise<Given> {
  const { world, at, who } = wanted;
  if (who !== 'nobody' && who !== 'pupil' && who !== 'parent') {
    const offer = world.modules
      .flatMap((module) => module.commands)
      .find((command) => command.name === 'people.offer-authenticator');
    const actor = { ...(await at.actor(who)), session: { id: '', confirmedLately: true } };
    if (offer !== undefined) await world.runner.run(offer, actor, {});
  }
  return { body: { code: '000000' } };
}
