import { type ReactNode, useEffect, useSyncExternalStore } from "react";

export interface PageTitle {
  title: string;
  /** The list this record belongs to: a breadcrumb on desktops, the back arrow on phones. */
  parent?: { label: string; to: string } | undefined;
}

let current: PageTitle = { title: "" };
const listeners = new Set<() => void>();

export function useCurrentPage(): PageTitle {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => current);
}

/** Names the page in the window title and the top bar; `note` is what a glance at the tab should tell. */
export function usePage(title: string, { note, parent }: { note?: string | undefined; parent?: PageTitle["parent"] } = {}): void {
  const label = parent?.label;
  const to = parent?.to;
  useEffect(() => {
    document.title = `${title}${note ? ` (${note})` : ""} - Careerdesk`;
    current = { title, parent: label !== undefined && to !== undefined ? { label, to } : undefined };
    for (const listener of listeners) listener();
  }, [title, note, label, to]);
}

/** The answer line: bold is the answer, grey the next most useful fact. */
export function PageHead({ answer, rest, sub, lead, children }: { answer: ReactNode; rest?: ReactNode; sub?: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <div className={lead ? "row grow aphead" : "grow"}>
        {lead}
        <div>
          <h1 className="answer">{answer} {rest && <span>{rest}</span>}</h1>
          {sub && <p className="answer-sub">{sub}</p>}
        </div>
      </div>
      {children && <div className="row wrap">{children}</div>}
    </div>
  );
}
