import type { FastifyInstance } from 'fastify';

import { rawInput } from '../forms/parse.ts';
import { sendFile } from './send-file.ts';
import type { Web } from './web.ts';
import type { PublicRoute } from './public-routes.ts';

/** Registers the routes that anybody may ask for, each with its reason. */
export function registerPublicRoutes(app: FastifyInstance, web: Web, routes: readonly PublicRoute[]): void {
  for (const route of routes) {
    app.route({
      method: [...route.methods],
      url: route.path,
      config: { rule: { is: 'public', why: route.why, reach: route.reach } },
      handler: async (request, reply) => {
        const method = request.method === 'POST' ? 'POST' : 'GET';
        const raw = rawInput(request.params, method === 'POST' ? request.body : request.query);
        const answer = await route.handle({
          raw,
          method,
          address: request.ip,
          device: request.headers['user-agent'] ?? '',
          knownDevice: web.knownDevice(request),
          carried: web.carried(request),
          actor: await web.actor(request),
          session: await web.session(request),
          request: request.id,
          now: web.parts.clock.now(),
        });
        if ('json' in answer) {
          return reply.status(answer.status).header('cache-control', 'no-store').send(answer.json);
        }
        if ('text' in answer) {
          return reply
            .status(answer.status)
            .header('cache-control', 'no-store')
            .header('x-content-type-options', 'nosniff')
            .type(answer.type)
            .send(answer.text);
        }
        if ('sends' in answer) return await sendFile(reply, answer.sends);
        if ('to' in answer) {
          if (answer.carry !== undefined) web.carry(reply, answer.carry);
          if (answer.knows !== undefined) await web.knowBrowser(request, reply, answer.knows);
          if (answer.signOut === true) await web.signOut(request, reply);
          if (answer.signIn !== undefined) await web.signIn(request, reply, answer.signIn);
          if (answer.problem !== undefined) return web.goBack(reply, answer.to, answer.problem);
          return web.go(reply, answer.to, answer.notice);
        }
        if (answer.signIn !== undefined) await web.signIn(request, reply, answer.signIn);
        const failed = answer.errors !== undefined && answer.errors.length > 0;
        return web.show(request, reply, answer.show, answer.model, {
          ...(answer.errors === undefined ? {} : { errors: answer.errors }),
          ...(failed ? { values: { ...answer.model.values, ...raw } } : {}),
          status: answer.status ?? (failed ? 422 : 200),
          ...(route.keeps === undefined ? {} : { keeps: route.keeps }),
        });
      },
    });
  }
}
