import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import { columns, statuses, statusesOf } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe, viewOf } from "@/shared/session/me";
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import { FilterMenu } from "@/shared/table/FilterMenu";
import { Pager } from "@/shared/table/Pager";
import { Search } from "@/shared/table/Search";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Ball } from "@/shared/ui/facts";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { applicationsQuery } from "./queries";
import type { Application } from "./types";

/** Every application the reader may see, over all jobs. */
export function AllApplicationsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const title = t(viewOf(me) === "recruiter" ? "nav.candidates" : "nav.applicants");
  const query = { q: state["q"], status: state["status"], sort: state["sort"] ?? "-applied_at", page: pageOf(state), limit: 25 };
  const { data, error, refetch, isFetching } = useQuery({ ...applicationsQuery(query), placeholderData: keepPreviousData });
  usePage(title);

  const table: TableColumn<Application>[] = [
    { key: "student", label: t("application.student"), card: "title", cell: (one) => <Link className="name" to="/applications/$applicationId" params={{ applicationId: one.id }}>{one.student.full_name}</Link> },
    { key: "roll", label: t("field.roll_no"), card: "hidden", className: "code faint", cell: (one) => one.student.roll_no ?? "·" },
    { key: "job", label: t("job.role"), cell: (one) => <Link className="plain" to="/jobs/$jobId/applicants" params={{ jobId: one.job.id }}>{one.job.title}, <span className="muted">{one.job.company.name}</span></Link> },
    { key: "cgpa", label: t("field.cgpa"), num: true, cell: (one) => one.student.cgpa === null ? "·" : format.number(one.student.cgpa, 2) },
    { key: "state", label: t("job.state"), card: "tag", cell: (one) => <StatusTag status={one.status} /> },
    { key: "ball", label: t("board.ball"), cell: (one) => <Ball holder={one.waiting_for} you={one.waiting_for === (viewOf(me) === "recruiter" ? "company" : "office")} /> },
    { key: "since", label: t("table.since"), num: true, cell: (one) => <span className="faint">{format.shortSince(one.since)}</span> },
    { key: "applied", label: t("board.applied"), num: true, sort: "applied_at", downFirst: true, cell: (one) => format.day(one.applied_at) },
  ];
  const filtered = !!(query.q ?? query.status);
  return (
    <>
      <PageHead answer={data ? t("all.answer", { count: data.total, n: format.number(data.total) }) : title} rest={data && filtered ? t("all.match") : undefined} />
      <section className="card">
        <nav className="tabs" aria-label={t("board.stage")}>
          <PlainLink to="/applications" current={!state["status"]}>{t("all.title")}</PlainLink>
          {columns.map((column) => {
            const status = statusesOf(column).join(",");
            return <PlainLink key={column} to="/applications" search={{ status }} current={state["status"] === status}>{t(`column.${column}`)}</PlainLink>;
          })}
        </nav>
        <div className="toolbar">
          <Search label={t("all.search")} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} />
          <FilterMenu
            state={state} onChange={change}
            filters={[{ name: "status", label: t("job.state"), many: true, options: statuses.map((value) => ({ value, label: t(`status.${value}`) })), words: (value) => value.split(",").map((one) => t(`status.${one}`)).join(", ") }]}
          />
        </div>
        {error ? <Failed what={title} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={8} />
          : data.items.length === 0 ? <Empty icon="list-checks" title={filtered ? t("noResults") : t("all.none")} action={filtered && <Button onClick={() => change({ q: null, status: null })}>{t("filter.clearAll")}</Button>} />
            : (
              <>
                <DataTable caption={title} columns={table} rows={data.items} rowId={(one) => one.id} rowName={(one) => one.student.full_name} state={state} defaultSort="-applied_at" onSort={(sort) => change({ sort })} fetching={isFetching} onOpen={(one) => void navigate({ to: "/applications/$applicationId", params: { applicationId: one.id } })} />
                <Pager {...data} onPage={(page) => change({ page: String(page) })} />
              </>
            )}
      </section>
    </>
  );
}
