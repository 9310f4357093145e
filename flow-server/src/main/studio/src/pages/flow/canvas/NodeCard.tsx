import { Handle, type NodeProps, Position } from '@xyflow/react';
import { Blocks, Braces, CircleCheck, CirclePause, CircleSlash, CircleX, Coffee, FileText, GitBranch, History, Layers, LoaderCircle, LogIn, LogOut, Network, Plug, Repeat, ShieldAlert, Sigma, Sparkles, Split, Timer } from 'lucide-react';
import { memo } from 'react';
import type { CardNode, NodeStatus } from './layout';

const ICONS: Record<string, typeof Braces> = { llm: Sparkles, prompt: FileText, python: Braces, java: Coffee, flow: Network, switch: Split, mcp: Plug, inputs: LogIn, outputs: LogOut };

const CONTROL: Record<string, { icon: typeof Repeat; text: string }> = {
  for_each: { icon: Layers, text: 'for each' },
  repeat: { icon: Repeat, text: 'repeat' },
  retry: { icon: History, text: 'retry' },
  timeout: { icon: Timer, text: 'timeout' },
  on_error: { icon: ShieldAlert, text: 'on error' },
};

function kindClass(kind: string): string {
  if (['for_each', 'repeat', 'switch'].includes(kind)) return 'control';
  return ['llm', 'prompt', 'python', 'java', 'flow'].includes(kind) ? kind : 'tool';
}

function State({ status }: { status: NodeStatus }) {
  const took = status.ms === undefined ? '' : status.ms < 1000 ? `${status.ms} ms` : `${(status.ms / 1000).toFixed(1)} s`;
  const icon =
    status.state === 'running' ? <LoaderCircle size={14} className="turning" /> :
    status.state === 'Failed' ? <CircleX size={14} /> :
    status.state === 'stopped' ? <CirclePause size={14} /> :
    status.state === 'Bypassed' || status.state === 'Canceled' ? <CircleSlash size={14} /> :
    status.cached || status.state === 'recalled' ? <History size={14} /> : <CircleCheck size={14} />;
  return (
    <span className={`node-state ${status.state.toLowerCase()}`} title={status.cached ? 'from memory' : status.state}>
      {took && <span className="num">{took}</span>}
      {icon}
      <span className="visually-hidden">{status.cached ? 'from memory' : status.state}</span>
    </span>
  );
}

/** A node on the canvas: its kind, what it is made of, what is special about it, how it went. */
export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<CardNode>) {
  const { node, kind, title, lines, status } = data;
  const Icon = (Object.hasOwn(ICONS, kind) && ICONS[kind]) || Blocks;
  return (
    <div className={`node-card kind-${kindClass(kind)} ${selected ? 'selected' : ''} ${status ? `is-${status.state.toLowerCase()}` : ''} ${node ? '' : 'edge-card'}`}>
      {kind !== 'inputs' && <Handle type="target" position={Position.Top} />}
      <div className="node-head">
        <span className="node-icon">
          <Icon size={14} />
        </span>
        <span className="node-name truncate" title={title}>
          {title}
        </span>
        {status && <State status={status} />}
      </div>
      {node && (
        <div className="node-sub truncate">
          {kind}
          {node.model ? ` · ${node.model}` : node.tool ? ` · ${node.tool.split('.').pop()}` : node.source ? ` · ${node.source}` : ''}
        </div>
      )}
      {lines.map((line) => (
        <div className="node-line" key={line.name}>
          <span className="truncate">{line.name}</span>
          <span className="muted">{line.detail}</span>
        </div>
      ))}
      {node && (node.condition || node.aggregation || node.control.length > 0 || node.variants.length > 0) && (
        <div className="node-badges">
          {node.condition && (
            <span title={`Runs if ${node.condition}`}>
              <GitBranch size={11} /> if
            </span>
          )}
          {node.aggregation && (
            <span title="Runs once over all lines">
              <Sigma size={11} /> all lines
            </span>
          )}
          {node.control.map((key, index) => {
            const shown = CONTROL[key];
            const Mark = shown?.icon ?? Repeat;
            return (
              <span key={key} className="control" title={shown?.text ?? key}>
                <Mark size={11} /> {node.control.length < 3 || index === 0 ? (shown?.text ?? key) : null}
              </span>
            );
          })}
          {node.variants.length > 0 && (
            <span title={`Variants: ${node.variants.join(', ')}`}>
              <Split size={11} /> {node.variants.length} variants
            </span>
          )}
        </div>
      )}
      {kind !== 'outputs' && <Handle type="source" position={Position.Bottom} />}
    </div>
  );
});
