import { randomBytes } from 'node:crypto';

const NAME = 'xinzhu_session';
const LIFE_MS = 8 * 3600 * 1000;
const MOST = 1000;

/** Sessions of the portal itself, in memory: who holds a cookie is known here. They mean nothing to the gateway. */
export function createSessions(now = () => Date.now()) {
  const until = new Map();
  const idOf = (request) =>
    (request.headers.cookie ?? '')
      .split(';')
      .map((pair) => pair.trim().split('='))
      .find(([name]) => name === NAME)?.[1];
  const cookie = (value, seconds) => `${NAME}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;

  return {
    /** Whether the request carries a session that stands. */
    of(request) {
      const end = until.get(idOf(request));
      return end !== undefined && end > now();
    },
    /** Opens a session; gives the Set-Cookie header. */
    begin() {
      const id = randomBytes(24).toString('base64url');
      until.set(id, now() + LIFE_MS);
      if (until.size > MOST) until.delete(until.keys().next().value);
      return cookie(id, LIFE_MS / 1000);
    },
    /** Ends the session of a request; gives the Set-Cookie header that clears it. */
    end(request) {
      until.delete(idOf(request));
      return cookie('', 0);
    },
  };
}
