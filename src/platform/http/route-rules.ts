import type { FastifyInstance } from 'fastify';

import type { RouteRule } from './pages.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    rule?: RouteRule;
  }
}

/** Refuses (throws), while the app is built, any route that has no rule: forgetting stops the app, it never opens a door. */
export function demandRules(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.rule?.reach === undefined) {
      throw new Error(
        `route ${String(route.method)} ${route.url} has no rule: register it as a page, or as public with a reason and a reach`,
      );
    }
  });
}
