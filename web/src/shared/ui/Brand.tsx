/** The mark is an arch over a desk. */
export function Brand({ name, bare, size = 28 }: { name?: string; bare?: boolean; size?: number }) {
  return (
    <>
      <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
        <rect width="28" height="28" rx="8" fill="var(--accent)" />
        <path d="M8.6 18.2v-3.9a5.4 5.4 0 0 1 10.8 0v3.9M6.4 21h15.2" fill="none" stroke="var(--on-accent)" strokeWidth="2.3" strokeLinecap="round" />
      </svg>
      {!bare && <span>Careerdesk{name && <small>{name}</small>}</span>}
    </>
  );
}
