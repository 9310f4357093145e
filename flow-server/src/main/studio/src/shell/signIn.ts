import { api } from '../api/client';
import type { Session } from '../api/session';

/** Exchanges a key, or the code of the link that `pf studio` printed, for a cookie. */
export async function signIn(key: string): Promise<Session> {
  return api.post<Session>('/session', {}, { headers: { authorization: `Bearer ${key}` } });
}

let taken: string | null = null;

/** The code after `#login=`; it leaves the address at once, since it counts once. */
function codeOfLink(): string | null {
  const found = /^#login=([\w.-]+)$/.exec(window.location.hash);
  if (found?.[1]) {
    taken = found[1];
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  }
  const code = taken;
  taken = null;
  return code;
}

/** Who is here: by the link, or by the cookie of before. */
export async function currentSession(): Promise<Session> {
  const code = codeOfLink();
  if (code) {
    try {
      return await signIn(code);
    } catch {
      // used before: the cookie may still count
    }
  }
  return api.get<Session>('/session');
}
