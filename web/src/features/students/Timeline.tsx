import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Pager } from "@/shared/table/Pager";
import { Empty, Failed } from "@/shared/ui/Empty";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { timelineQuery, type TimelineItem } from "./queries";

const kinds = ["application", "record", "correction", "import"] as const;

/** In the reader's language where the facts suffice for a sentence; otherwise as the server says it. */
function useSaid(): (item: TimelineItem) => string {
  const { t } = useTranslation();
  return ({ kind, action, who, sentence, facts }) => {
    const values = { who, ...facts, defaultValue: sentence };
    if (kind === "application" && facts) return t(`timeline.application.${action}`, { ...values, job: String(facts["job"] ?? ""), company: String(facts["company"] ?? "") });
    if (kind === "correction" && facts) return t(`timeline.correction.${action}`, { ...values, field: t(`field.${String(facts["field"])}`), from: String(facts["on_file"] ?? t("profile.none")), to: String(facts["wanted"] ?? "") });
    return sentence;
  };
}

/** Everything that happened to one student, newest first. */
export function Timeline({ studentId }: { studentId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSaid();
  const [{ page, kind }, setShown] = useState<{ page: number; kind: string | undefined }>({ page: 1, kind: undefined });
  const { data, error, refetch, isFetching } = useQuery({ ...timelineQuery(studentId, page, kind), placeholderData: keepPreviousData });
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("timeline.title")}</h2></div>
      <div className="toolbar">
        <div className="chips" role="group" aria-label={t("timeline.what")}>
          {[undefined, ...kinds].map((one) => <button key={one ?? "all"} type="button" className="chip" aria-pressed={one === kind} onClick={() => setShown({ page: 1, kind: one })}>{one ? t(`timeline.kind.${one}`) : t("all.title")}</button>)}
        </div>
      </div>
      {error && !data ? <Failed what={t("timeline.title")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={5} />
        : data.items.length === 0 ? <Empty icon="history" title={t("timeline.none")} /> : (
          <>
            <ol className="timeline card-pad" aria-busy={isFetching}>
              {data.items.map((item) => (
                <li key={item.key} className="done">
                  {item.link && item.kind !== "correction" ? <PlainLink to={item.link}>{said(item)}</PlainLink> : <span dir="auto">{said(item)}</span>}<br />
                  <span className="small muted">{format.moment(item.at)}{typeof item.facts?.["note"] === "string" && <> · “<bdi>{item.facts["note"]}</bdi>”</>}</span>
                </li>
              ))}
            </ol>
            {data.pages > 1 && <Pager {...data} onPage={(next) => setShown({ page: next, kind })} />}
          </>
        )}
    </section>
  );
}
