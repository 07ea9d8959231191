import { code, defineEvents, event, flag } from '../../../platform/audit/events.ts';

/** What the trail says about sign-in with Google or Microsoft. Never a secret, an address or an account's name. */
export const ssoEvents = defineEvents({
  'provider-filled-in': event('sso-provider', 'filled in the sign-in with', { provider: code(), secret: flag() }),
  'provider-tested': event('sso-provider', 'tested the sign-in with', { provider: code(), outcome: code() }),
  'provider-turned-on': event('sso-provider', 'turned on the sign-in with', { provider: code() }),
  'provider-turned-off': event('sso-provider', 'turned off the sign-in with', { provider: code() }),
  'group-role-added': event('sso-group', 'let a group give a role', {
    provider: code(),
    role: code(),
    confirmed: flag(),
  }),
  'group-role-confirmed': event('sso-group', 'confirmed that a group gives a role', { role: code() }),
  'group-role-ended': event('sso-group', 'ended that a group gives a role', { role: code() }),
  'provider-account-bound': event('person', 'signed in for the first time with an account of', { provider: code() }),
  'provider-account-forgotten': event('person', 'took out of use the Google or Microsoft account of', {
    provider: code(),
  }),
});
