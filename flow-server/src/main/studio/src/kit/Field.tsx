import { Search } from 'lucide-react';
import { type InputHTMLAttributes, type ReactElement, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, cloneElement, useId } from 'react';

/** A control with its name above it, and a hint or what is wrong below. */
export function Field({ label, hint, error, children }: { label: ReactNode; hint?: ReactNode; error?: string | undefined; children: ReactElement<{ id?: string; 'aria-describedby'?: string | undefined; 'aria-invalid'?: boolean | undefined }> }) {
  const id = useId();
  const more = hint || error ? `${id}-more` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {cloneElement(children, { id, 'aria-describedby': more, 'aria-invalid': error ? true : undefined })}
      {(error || hint) && (
        <span className={error ? 'wrong' : 'hint'} id={more}>
          {error ?? hint}
        </span>
      )}
    </div>
  );
}

export function Input({ className = '', ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input {...rest} className={`input ${className}`} />;
}

export function TextArea({ className = '', ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea spellCheck={false} {...rest} className={`textarea ${className}`} />;
}

export function Select({ className = '', children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <select {...rest} className={`select ${className}`}>
      {children}
    </select>
  );
}

export function SearchBox({ value, onChange, label = 'Search', ...rest }: { value: string; onChange: (text: string) => void; label?: string } & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'>) {
  return (
    <div className="search">
      <Search size={15} />
      <input type="search" placeholder={label} {...rest} className="input" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
