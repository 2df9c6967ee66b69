import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Query } from "@/shared/http/http";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { jobsQuery } from "./queries";

/** A part of the search, and the search without it. */
export interface Part {
  name: string;
  words: string;
  without: Query;
}

/** More parts than anybody holds at once; each costs a request. */
const MOST = 5;

/** Nothing matches: repeats the search in words, and offers to leave out the part that brings most back. */
export function Loosen({ parts, onDrop }: { parts: Part[]; onDrop: (names: string[]) => void }) {
  const { t, language } = useTranslation();
  const tried = parts.slice(0, MOST);
  const counts = useQueries({ queries: tried.map((part) => jobsQuery({ ...part.without, page: 1, limit: 1 })) });
  const ready = counts.every((count) => !count.isPending);
  const found = tried
    .map((part, index) => ({ ...part, total: counts[index]?.data?.total ?? 0 }))
    .filter((part) => part.total > 0)
    .sort((a, b) => b.total - a.total);
  const label = (part: (typeof found)[number]) => t(part.name === "show" ? "jobs.withClosed" : "jobs.without", { words: part.words, count: part.total });
  const list = new Intl.ListFormat(language, { type: "conjunction" }).format(parts.map((part) => part.words));
  return (
    <Empty
      icon="search" title={t("noResults")}
      action={ready && (
        <span className="row wrap no-results">
          {found.map((part, index) => <Button key={part.name} kind={index === 0 ? "primary" : "normal"} onClick={() => onDrop([part.name])}>{label(part)}</Button>)}
          {parts.length > 1 && <Button kind="quiet" onClick={() => onDrop(parts.map((part) => part.name))}>{t("filter.clearAll")}</Button>}
        </span>
      )}
    >
      {t("jobs.noneFor", { list })} {ready && found.length === 0 && parts.length > 1 && t("jobs.looseNone")}
    </Empty>
  );
}
