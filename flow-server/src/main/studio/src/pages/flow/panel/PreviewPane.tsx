import { useEffect, useState } from 'react';
import { api } from '../../../api/client';
import { CodeView, Loading, Notice, Stats } from '../../../kit';
import { Messages } from '../../../kit/trace/Messages';
import type { Files } from '../files';

interface Answer {
  node?: string;
  request?: { messages?: unknown[]; prompt?: string; model?: string; address?: string } & Record<string, unknown>;
  output?: unknown;
  tokens?: number;
  problem?: string;
  file?: string;
  line?: number;
  message?: string;
}

/** What a prompt comes to with the inputs of the run panel and the outputs of nodes that ran. Nothing is called. */
export function PreviewPane({ flow, node, files, known, variants }: { flow: string; node: string; files: Files; known: () => Record<string, unknown>; variants: Record<string, string> }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const texts = Object.fromEntries(files.dirty.map((file) => [file.path, file.text]));
  const inputs = known();
  const key = JSON.stringify([flow, node, texts, inputs, variants]);
  useEffect(() => {
    const ended = new AbortController();
    const timer = window.setTimeout(() => {
      api
        .post<Answer>('/flow/preview', { flow, node, files: texts, inputs, variants }, { signal: ended.signal })
        .then(setAnswer)
        .catch((problem: Error) => !ended.signal.aborted && setAnswer({ problem: problem.message }));
    }, 250);
    return () => {
      window.clearTimeout(timer);
      ended.abort();
    };
    // compared by what is asked
    // eslint-disable-next-line
  }, [key]);
  if (!answer) return <Loading label="Rendering …" />;
  const messages = answer.request?.messages;
  return (
    <div className="stack">
      {(answer.problem ?? answer.message) && (
        <Notice tone="warn">
          {answer.file && <span className="mono">{answer.file}{answer.line ? `:${answer.line}` : ''}: </span>}
          {answer.problem ?? answer.message}
        </Notice>
      )}
      {answer.tokens !== undefined && (
        <Stats
          items={[
            { label: 'Tokens', value: answer.tokens.toLocaleString(), note: 'counted as GPT-4o does' },
            ...(answer.request?.model ? [{ label: 'Model', value: <span className="model-name">{answer.request.model}</span> }] : []),
          ]}
        />
      )}
      {messages && messages.length > 0 && <Messages messages={messages} />}
      {answer.request?.prompt && <CodeView text={answer.request.prompt} label="Prompt" />}
      {answer.output !== undefined && <CodeView text={typeof answer.output === 'string' ? answer.output : JSON.stringify(answer.output, null, 2)} label="Rendered text" />}
    </div>
  );
}
