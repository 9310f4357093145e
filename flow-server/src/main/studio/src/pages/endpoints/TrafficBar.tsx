/** Who gets how much, as one bar. */
export function TrafficBar({ split, names }: { split: Record<string, number>; names: string[] }) {
  let at = 0;
  const parts = names.map((name, index) => {
    const width = split[name] ?? 0;
    const x = at;
    at += width;
    return { name, width, x, index };
  });
  return (
    <div className="traffic-bar">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={parts.map((one) => `${one.name} ${one.width} percent`).join(', ') || 'no traffic'}>
        <rect width="100" height="8" className="progress-all" />
        {parts.map((one) => (
          <rect key={one.name} x={one.x} width={one.width} height="8" className={`fill series-${(one.index % 6) + 1}`} />
        ))}
      </svg>
      <span className="muted">{parts.filter((one) => one.width > 0).map((one) => `${one.name} ${one.width} %`).join(' · ') || 'no traffic'}</span>
    </div>
  );
}
