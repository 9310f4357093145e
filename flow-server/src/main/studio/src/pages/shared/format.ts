/** Numbers, times and amounts as people read them. */

export function count(number: number | null | undefined): string {
  return number === null || number === undefined ? '—' : number.toLocaleString('en-US');
}

export function seconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return '—';
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  if (value < 90) return `${value.toFixed(1)} s`;
  const minutes = Math.floor(value / 60);
  return minutes < 90 ? `${minutes} min ${Math.round(value % 60)} s` : `${(value / 3600).toFixed(1)} h`;
}

export function millis(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : seconds(value / 1000);
}

export function figure(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '—';
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Number(value.toPrecision(digits)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

export function signed(value: number): string {
  return (value > 0 ? '+' : value < 0 ? '−' : '±') + figure(Math.abs(value));
}

export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  if (value < 1_000_000) return `${(value / 1000).toFixed(1)} KB`;
  return `${(value / 1_000_000).toFixed(1)} MB`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export function ago(when: string, now = Date.now()): string {
  const passed = (now - Date.parse(when)) / 1000;
  for (const [unit, size] of UNITS) if (Math.abs(passed) >= size) return relative.format(-Math.round(passed / size), unit);
  return 'just now';
}

export interface Bill {
  amounts: Record<string, string>;
  priced: number;
  unpriced: number;
}

export function cost(bill: Bill | null | undefined): string {
  if (!bill) return '—';
  const known = Object.entries(bill.amounts).map(([currency, amount]) => `${currency === 'USD' ? '$' : currency + ' '}${figure(Number(amount), 4)}`);
  const text = known.join(' + ');
  if (bill.unpriced > 0) return text ? `${text} + unknown` : 'unknown';
  return text || '$0';
}

/** Any value in one line. */
export function brief(value: unknown, longest = 160): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? line.slice(0, longest) + '…' : line;
}
