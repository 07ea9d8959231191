import type { ModuleParts } from '../../module.ts';
import { fillInProvider } from './commands/fill-in-provider.ts';
import { forgetProviderAccount } from './commands/forget-provider-account.ts';
import { addGroupRole, confirmGroupRole, endGroupRoleRow } from './commands/group-roles.ts';
import { applyGroupRoles, bindProviderAccount } from './commands/provider-sign-in.ts';
import { turnOffProvider, turnOnProvider } from './commands/switch-provider.ts';
import { makeTestProvider } from './commands/test-provider.ts';
import { ssoPages } from './pages/pages.ts';
import { providerClient } from './provider-client.ts';
import { showProvider, showProviders } from './queries/show-providers.ts';
import { providerInUse, providersOffered, whoAProviderNames } from './queries/who-a-provider-names.ts';
import { providerRoutes } from './routes.ts';

/** What sign-in with Google or Microsoft registers. */
export function ssoParts(parts: ModuleParts) {
  const { publicUrl } = parts.config;
  const client = providerClient({ ask: parts.ask, now: parts.clock.now, monotonicMs: parts.clock.monotonicMs });
  const test = makeTestProvider({ client, publicUrl });
  return {
    commands: [
      fillInProvider,
      test,
      turnOnProvider,
      turnOffProvider,
      addGroupRole,
      confirmGroupRole,
      endGroupRoleRow,
      bindProviderAccount,
      applyGroupRoles,
      forgetProviderAccount,
    ],
    queries: [showProviders, showProvider, providersOffered, providerInUse, whoAProviderNames],
    pages: ssoPages({ publicUrl, test }),
    publicRoutes: providerRoutes(parts, client),
  };
}
