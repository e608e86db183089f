import type { FastifyInstance } from 'fastify';

/** Takes JSON bodies and no others, and looks at their depth before any parser recurses into them. */
export function acceptJson(app: FastifyInstance, { depth }: { readonly depth: number }): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (isDeeper(text, depth)) return done(new SyntaxError('too deep'), undefined);
    return void parse(request, text, done);
  });
}

/** Whether brackets outside of strings nest deeper than `most`. Linear, without recursion. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === 0x5c) i += 1;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x5b || c === 0x7b) {
      depth += 1;
      if (depth > most) return true;
    } else if (c === 0x5d || c === 0x7d) depth -= 1;
  }
  return false;
}
