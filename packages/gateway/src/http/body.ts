import { isDeeperJson } from '@yingji/core';
import type { FastifyInstance } from 'fastify';

/** Takes JSON bodies and no others, and looks at their depth before any parser recurses into them. */
export function acceptJson(app: FastifyInstance, { depth }: { readonly depth: number }): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (isDeeperJson(text, depth)) return done(new SyntaxError('too deep'), undefined);
    return void parse(request, text, done);
  });
}
