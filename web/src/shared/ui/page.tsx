import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { remember } from "./visited";

export interface Parent {
  label: string;
  to: string;
}

export interface PageTitle {
  title: string;
  /** Where this page belongs, from the outermost in: breadcrumbs on desktops, the last one is the back arrow on phones. */
  parents: Parent[];
}

let current: PageTitle = { title: "", parents: [] };
const listeners = new Set<() => void>();

export function useCurrentPage(): PageTitle {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => current);
}

interface About {
  /** What a glance at the tab should tell. */
  note?: string | undefined;
  /** The list this record belongs to, or the way down to it. */
  parent?: Parent | Parent[] | undefined;
}

/** Names the page in the window title and the top bar. */
export function usePage(title: string, { note, parent }: About = {}): void {
  const way = JSON.stringify(parent ? [parent].flat() : []);
  useEffect(() => {
    document.title = `${title}${note ? ` (${note})` : ""} - Careerdesk`;
    const parents = JSON.parse(way) as Parent[];
    current = { title, parents };
    for (const listener of listeners) listener();
    // Records are worth coming back to; while one is loading, the page has only its list's name.
    if (parents.length > 0 && title !== parents.at(-1)?.label) remember({ path: location.pathname, title });
  }, [title, note, way]);
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
