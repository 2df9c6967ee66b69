import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import type { TableColumn } from "@/shared/table/DataTable";
import type { Filter } from "@/shared/table/FilterMenu";
import { ListFrame } from "@/shared/table/ListFrame";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Empty } from "@/shared/ui/Empty";
import { PageHead, usePage } from "@/shared/ui/page";
import { type AuditRecord, auditQuery, chainQuery } from "./queries";

const areas = ["applications", "jobs", "students", "imports", "offers", "users", "auth", "companies"] as const;

/** Who did what to what, when: every change as a sentence. */
export function AuditPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, change] = useUrlState();
  const list = useQuery({ ...auditQuery({ q: state["q"], action: state["action"], subject_type: state["subject_type"], subject_id: state["subject_id"], page: pageOf(state), limit: 50 }), placeholderData: keepPreviousData });
  const { data } = list;
  const chain = useQuery(chainQuery);
  usePage(t("nav.audit"));
  const filters: Filter[] = [
    { name: "action", label: t("audit.area"), options: areas.map((value) => ({ value, label: t(`audit.areas.${value}`) })), words: (value) => t(`audit.areas.${value}`, { defaultValue: value }) },
    { name: "subject_id", label: t("audit.record"), words: () => t("audit.oneRecord") },
  ];
  const table: TableColumn<AuditRecord>[] = [
    { key: "sentence", label: t("audit.what"), card: "title", className: "wrap-cell", cell: (one) => <span>{one.sentence ?? <span className="faint">{t("audit.forgotten")}</span>}</span> },
    { key: "actor", label: t("audit.who"), cell: (one) => one.actor.name },
    { key: "action", label: t("audit.action"), className: "code faint", cell: (one) => one.action },
    { key: "at", label: t("audit.when"), cell: (one) => <time dateTime={one.at} className="num">{format.moment(one.at)}</time> },
    { key: "number", label: t("audit.number"), num: true, card: "hidden", cell: (one) => <span className="faint">{one.chain}.{one.number}</span> },
  ];
  const filtered = !!(state["q"] ?? state["action"] ?? state["subject_id"]);
  return (
    <>
      <PageHead
        answer={data ? t("audit.answer", { count: data.total, n: format.number(data.total) }) : t("nav.audit")} rest={data && filtered ? t("all.match") : undefined}
        sub={chain.data && (chain.data.valid ? t("audit.whole") : t("audit.broken", { number: chain.data.first_broken ?? 0 }))}
      />
      <ListFrame
        list="audit" what={t("nav.audit")} query={list} columns={table} rowId={(one) => one.id} rowName={(one) => one.sentence ?? one.action} state={state} change={change}
        search={t("audit.search")} filters={filters} first={<Empty icon="history" title={t("audit.none")} />}
      />
    </>
  );
}
