import type { Visit } from '../../../platform/http/public-routes.ts';
import { asId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { theSchools } from '../../school/index.ts';
import { ownPath } from '../own-paths.ts';
import { providerLabels } from './providers.ts';
import { providersOffered } from './queries/who-a-provider-names.ts';

/** The services that the sign-in page offers: those that are turned on. */
export async function offeredProviders(
  parts: Pick<ModuleParts, 'store' | 'runner'>,
  visit: Pick<Visit, 'raw' | 'request'>,
): Promise<readonly { readonly text: string; readonly href: string }[]> {
  const [school] = await theSchools(parts.store);
  if (school === undefined) return [];
  const web = { kind: 'job', name: 'web', school, request: asId<'request'>(visit.request) } as const;
  const next = ownPath(visit.raw['next']);
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`;
  const kinds = await parts.runner.ask(providersOffered, web, {});
  return kinds.map((kind) => ({
    text: `Sign in with ${providerLabels[kind]}`,
    href: `/sign-in/with/${kind}${query}`,
  }));
}
