import { useCallback, useMemo, useReducer, useRef } from 'react';
import { type FlowGraph, parseFlow } from './model';

interface State {
  text: string;
  past: string[];
  future: string[];
  /** When the last change came by typing: what is typed in one go is one step. */
  typed: number;
}

type Action = { do: 'set'; text: string; typing: boolean; now: number } | { do: 'undo' } | { do: 'redo' } | { do: 'reset'; text: string };

const PAUSE = 700;
const MOST = 300;

function reduce(state: State, action: Action): State {
  switch (action.do) {
    case 'set': {
      if (action.text === state.text) return state;
      const goesOn = action.typing && action.now - state.typed < PAUSE && state.past.length > 0;
      return { text: action.text, past: goesOn ? state.past : [...state.past.slice(-MOST), state.text], future: [], typed: action.typing ? action.now : 0 };
    }
    case 'undo': {
      const before = state.past[state.past.length - 1];
      return before === undefined ? state : { text: before, past: state.past.slice(0, -1), future: [state.text, ...state.future], typed: 0 };
    }
    case 'redo': {
      const [next, ...rest] = state.future;
      return next === undefined ? state : { text: next, past: [...state.past, state.text], future: rest, typed: 0 };
    }
    case 'reset':
      return { text: action.text, past: [], future: [], typed: 0 };
  }
}

const NOTHING: FlowGraph = { inputs: [], outputs: [], nodes: [], edges: [] };

/** A flow file as one document of text and graph, with one history for both. */
export function useDocument(initial: string) {
  const [state, dispatch] = useReducer(reduce, { text: initial, past: [], future: [], typed: 0 });
  const lastGood = useRef<FlowGraph>(NOTHING);
  const parsed = useMemo(() => parseFlow(state.text), [state.text]);
  if (parsed.graph) lastGood.current = parsed.graph;
  return {
    text: state.text,
    parsed,
    /** The graph, or the last one that could be read. */
    graph: parsed.graph ?? lastGood.current,
    isBroken: parsed.graph === null,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    type: useCallback((text: string) => dispatch({ do: 'set', text, typing: true, now: Date.now() }), []),
    change: useCallback((text: string) => dispatch({ do: 'set', text, typing: false, now: Date.now() }), []),
    undo: useCallback(() => dispatch({ do: 'undo' }), []),
    redo: useCallback(() => dispatch({ do: 'redo' }), []),
    reset: useCallback((text: string) => dispatch({ do: 'reset', text }), []),
  };
}

export type FlowDocument = ReturnType<typeof useDocument>;
