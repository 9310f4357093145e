import type { Extension } from '@codemirror/state';

export type Language = 'yaml' | 'jinja' | 'python' | 'java' | 'json' | 'markdown' | 'text';

export function languageOf(path: string): Language {
  const name = path.toLowerCase();
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/\.(jinja2?|j2|prompty|tmpl)$/.test(name)) return 'jinja';
  if (name.endsWith('.py')) return 'python';
  if (name.endsWith('.java')) return 'java';
  if (/\.jsonl?$/.test(name)) return 'json';
  if (name.endsWith('.md')) return 'markdown';
  return 'text';
}

/** A language's highlighting; each is loaded when it is first needed. */
export async function loadLanguage(language: Language): Promise<Extension> {
  switch (language) {
    case 'yaml':
      return (await import('@codemirror/lang-yaml')).yaml();
    case 'jinja':
      return (await import('@codemirror/lang-jinja')).jinja();
    case 'python':
      return (await import('@codemirror/lang-python')).python();
    case 'java':
      return (await import('@codemirror/lang-java')).java();
    case 'json':
      return (await import('@codemirror/lang-json')).json();
    case 'markdown':
      return (await import('@codemirror/lang-markdown')).markdown();
    case 'text':
      return [];
  }
}
