import { createContext, useContext } from 'react';

export type Role = 'viewer' | 'runner' | 'author' | 'operator' | 'admin';

const ORDER: Role[] = ['viewer', 'runner', 'author', 'operator', 'admin'];

/** Who is at the studio and what the server has. */
export interface Session {
  name: string;
  role: Role;
  version: string;
  /** The name of the folder that is worked on. */
  workspace: string;
  /** Whether files may be changed here. */
  writable: boolean;
}

export const SessionContext = createContext<Session>({ name: '', role: 'viewer', version: '', workspace: '', writable: false });

export function useSession(): Session & { may: (role: Role) => boolean } {
  const session = useContext(SessionContext);
  return { ...session, may: (role) => ORDER.indexOf(session.role) >= ORDER.indexOf(role) };
}
