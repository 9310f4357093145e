import { CodeView, ValueView } from '../CodeView';

interface Shown {
  role: string;
  content: unknown;
  calls: unknown[];
}

function read(message: unknown): Shown {
  const fields = (message ?? {}) as Record<string, unknown>;
  return { role: String(fields.role ?? 'message'), content: fields.content, calls: Array.isArray(fields.tool_calls) ? fields.tool_calls : [] };
}

function Content({ content }: { content: unknown }) {
  if (typeof content === 'string') return <div className="message-text">{content}</div>;
  if (Array.isArray(content)) {
    return (
      <>
        {content.map((part, index) => {
          const text = (part as { text?: unknown } | null)?.text;
          return typeof text === 'string' ? <div className="message-text" key={index}>{text}</div> : <ValueView key={index} value={part} label="Part of a message" />;
        })}
      </>
    );
  }
  return content === undefined || content === null ? null : <ValueView value={content} label="Content" />;
}

function Calls({ calls }: { calls: unknown[] }) {
  return (
    <>
      {calls.map((call, index) => {
        const asked = (call as { function?: { name?: string; arguments?: string } } | null)?.function;
        return (
          <div className="message-call" key={index}>
            <span className="mono">{asked?.name ?? 'tool'}</span>
            <CodeView text={asked?.arguments ?? JSON.stringify(call)} language="json" label="Arguments" />
          </div>
        );
      })}
    </>
  );
}

/** A conversation as it went to a model, and what came back. */
export function Messages({ messages, answer }: { messages: unknown[]; answer?: unknown }) {
  const all = messages.map(read);
  return (
    <div className="messages">
      {all.map((message, index) => (
        <div className={`message ${message.role}`} key={index}>
          <span className="message-role">{message.role}</span>
          <Content content={message.content} />
          <Calls calls={message.calls} />
        </div>
      ))}
      {answer !== undefined && answer !== null && (
        <div className="message assistant answer">
          <span className="message-role">answer</span>
          <Content content={answer} />
        </div>
      )}
    </div>
  );
}
