import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import { Decoration, EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { type Language, loadLanguage } from './languages';
import { editorTheme } from './theme';

export interface EditorProps {
  /** Said to those who can't see it. */
  label: string;
  text: string;
  language: Language;
  onChange?: ((text: string) => void) | undefined;
  readOnly?: boolean | undefined;
  diagnostics?: Diagnostic[] | undefined;
  complete?: CompletionSource | undefined;
  /** Keeps no history of its own: these are called instead. */
  history?: { undo: () => void; redo: () => void } | undefined;
  /** Brought into view when it changes; counted from 1. */
  line?: number | undefined;
  /** Marked as the line of an error. */
  failedLine?: number | undefined;
  onLine?: ((line: number) => void) | undefined;
}

const fromOutside = Annotation.define<boolean>();

function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
}

/** The smallest change that makes one text of the other, so that cursor and view stay. */
function difference(before: string, after: string) {
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

export default function CodeMirror(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const parts = useRef({ language: new Compartment(), readOnly: new Compartment(), failed: new Compartment() });

  useEffect(() => {
    if (!host.current) return;
    const own = latest.current.history;
    const undoKeys = own
      ? [
          { key: 'Mod-z', run: () => (latest.current.history?.undo(), true) },
          { key: 'Mod-y', run: () => (latest.current.history?.redo(), true) },
          { key: 'Mod-Shift-z', run: () => (latest.current.history?.redo(), true) },
        ]
      : historyKeymap;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          EditorView.cspNonce.of(nonce()),
          own ? [] : history(),
          keymap.of([...undoKeys, ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightSelectionMatches(),
          EditorState.tabSize.of(2),
          EditorView.lineWrapping,
          autocompletion({ override: [(context) => latest.current.complete?.(context) ?? null] }),
          parts.current.language.of([]),
          parts.current.readOnly.of(EditorState.readOnly.of(latest.current.readOnly ?? false)),
          parts.current.failed.of([]),
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label }),
          editorTheme,
          EditorView.updateListener.of((update) => {
            const isOurs = update.transactions.some((transaction) => transaction.annotation(fromOutside));
            if (update.docChanged && !isOurs) latest.current.onChange?.(update.state.doc.toString());
            if (update.selectionSet && !isOurs) latest.current.onLine?.(update.state.doc.lineAt(update.state.selection.main.head).number);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const before = editor.state.doc.toString();
    if (before !== props.text) editor.dispatch({ changes: difference(before, props.text), annotations: fromOutside.of(true) });
  }, [props.text]);

  useEffect(() => {
    let gone = false;
    void loadLanguage(props.language).then((language) => {
      if (!gone) view.current?.dispatch({ effects: parts.current.language.reconfigure(language) });
    });
    return () => {
      gone = true;
    };
  }, [props.language]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.readOnly.reconfigure(EditorState.readOnly.of(props.readOnly ?? false)) });
  }, [props.readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const length = editor.state.doc.length;
    const fitting = (props.diagnostics ?? []).map((one) => ({ ...one, from: Math.min(one.from, length), to: Math.min(one.to, length) }));
    editor.dispatch(setDiagnostics(editor.state, fitting));
  }, [props.diagnostics]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !props.line || props.line > editor.state.doc.lines) return;
    const at = editor.state.doc.line(props.line).from;
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'start', yMargin: 40 }), annotations: fromOutside.of(true) });
  }, [props.line]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const line = props.failedLine;
    const marked = line && line <= editor.state.doc.lines ? EditorView.decorations.of(Decoration.set([Decoration.line({ class: 'cm-failed-line' }).range(editor.state.doc.line(line).from)])) : [];
    editor.dispatch({ effects: parts.current.failed.reconfigure(marked) });
  }, [props.failedLine, props.text]);

  return <div className="editor" ref={host} />;
}
