import type { PublicRoute } from './public-routes.ts';

/** One delivered part of Schoolgate and how it finds out whether it is ready. */
export interface HealthCheck {
  readonly part: string;
  readonly check: () => Promise<{ readonly ready: boolean; readonly detail: string }>;
}

/** `GET /healthz`: 200 when every part is ready, 503 otherwise; each part's state as JSON. Holds no records. */
export function healthRoute(checks: readonly HealthCheck[]): PublicRoute {
  return {
    path: '/healthz',
    methods: ['GET'],
    why: 'Says only which parts run; supervisors and the filter ask it without signing in.',
    reach: 'school',
    handle: async () => {
      const parts: Record<string, { ready: boolean; detail: string }> = {};
      for (const { part, check } of checks) {
        parts[part] = await check().catch((error: unknown) => ({
          ready: false,
          detail: error instanceof Error ? error.message : 'the check itself failed',
        }));
      }
      const ready = Object.values(parts).every((state) => state.ready);
      return { status: ready ? 200 : 503, json: { ready, parts } };
    },
  };
}
