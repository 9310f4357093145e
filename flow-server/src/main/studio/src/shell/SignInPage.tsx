import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api/client';
import type { Session } from '../api/session';
import { Button, Field, Input, Notice } from '../kit';
import { signIn } from './signIn';

/** For those who came without the link of `pf studio`. */
export function SignInPage({ onSession, problem }: { onSession: (session: Session) => void; problem?: string | undefined }) {
  const [key, setKey] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    signIn(key.trim())
      .then(onSession)
      .catch((failed: unknown) => setWrong(failed instanceof ApiError && failed.status === 401 ? 'That key is not valid here, or its link was used before.' : String((failed as Error).message)))
      .finally(() => setBusy(false));
  };
  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit}>
        <img src="/studio/favicon.svg" alt="" width={40} height={40} />
        <h1>Sign in to the studio</h1>
        <p className="muted">
          Open the link that <code>pf studio</code> printed; it counts once. Or sign in with a key of this server.
        </p>
        {problem && <Notice tone="warn">{problem}</Notice>}
        <Field label="Key" error={wrong}>
          <Input type="password" autoComplete="off" required value={key} onChange={(event) => setKey(event.target.value)} />
        </Field>
        <Button kind="primary" type="submit" icon={<KeyRound size={15} />} disabled={busy || !key}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
