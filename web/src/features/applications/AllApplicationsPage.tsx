import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import { columns, statuses, statusesOf } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe, viewOf } from "@/shared/session/me";
import type { TableColumn } from "@/shared/table/DataTable";
import { ListFrame } from "@/shared/table/ListFrame";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Empty } from "@/shared/ui/Empty";
import { Ball } from "@/shared/ui/facts";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { applicationsQuery } from "./queries";
import type { Application } from "./types";

const holders = ["office", "company", "student"] as const;

/** Every application the reader may see, over all jobs. */
export function AllApplicationsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const title = t(viewOf(me) === "recruiter" ? "nav.candidates" : "nav.applicants");
  const query = { q: state["q"], status: state["status"], waiting_for: state["waiting_for"], waiting_days: state["waiting_days"], sort: state["sort"] ?? "-applied_at", page: pageOf(state), limit: 25 };
  const list = useQuery({ ...applicationsQuery(query), placeholderData: keepPreviousData });
  const { data } = list;
  usePage(title);

  const table: TableColumn<Application>[] = [
    { key: "student", label: t("application.student"), card: "title", cell: (one) => <Link className="name" to="/applications/$applicationId" params={{ applicationId: one.id }}>{one.student.full_name}</Link> },
    { key: "roll", label: t("field.roll_no"), card: "hidden", className: "code faint", cell: (one) => one.student.roll_no ?? "·" },
    { key: "job", label: t("job.role"), cell: (one) => <Link className="plain" to="/jobs/$jobId/applicants" params={{ jobId: one.job.id }}><span>{one.job.title}, <span className="muted">{one.job.company.name}</span></span></Link> },
    { key: "cgpa", label: t("field.cgpa"), num: true, cell: (one) => one.student.cgpa === null ? "·" : format.number(one.student.cgpa, 2) },
    { key: "state", label: t("job.state"), card: "tag", cell: (one) => <StatusTag status={one.status} /> },
    { key: "ball", label: t("board.ball"), cell: (one) => <Ball holder={one.waiting_for} you={one.waiting_for === (viewOf(me) === "recruiter" ? "company" : "office")} /> },
    { key: "since", label: t("table.since"), num: true, cell: (one) => <span className="faint">{format.shortSince(one.since)}</span> },
    { key: "applied", label: t("board.applied"), num: true, sort: "applied_at", downFirst: true, cell: (one) => format.day(one.applied_at) },
  ];
  const filtered = !!(query.q ?? query.status ?? query.waiting_for ?? query.waiting_days);
  return (
    <>
      <PageHead answer={data ? t("all.answer", { count: data.total, n: format.number(data.total) }) : title} rest={data && filtered ? t("all.match") : undefined} />
      <ListFrame
        list="applications" what={title} query={list} columns={table} rowId={(one) => one.id} rowName={(one) => one.student.full_name} state={state} change={change}
        search={t("all.search")} defaultSort="-applied_at" onOpen={(one) => void navigate({ to: "/applications/$applicationId", params: { applicationId: one.id } })}
        filters={[{ name: "waiting_for", label: t("all.waitingFor"), options: holders.map((value) => ({ value, label: t(`ball.${value}`) })), words: (value) => t("all.waitsFor", { who: t(`ball.${value}`) }) }, { name: "waiting_days", label: t("all.waitingDays"), type: "number", words: (value) => t("all.longerThan", { count: Number(value) }) }, { name: "status", label: t("job.state"), many: true, options: statuses.map((value) => ({ value, label: t(`status.${value}`) })), words: (value) => value.split(",").map((one) => t(`status.${one}`)).join(", ") }]}
        first={<Empty icon="list-checks" title={t("all.none")} />}
        tabs={
          <nav className="tabs" aria-label={t("board.stage")}>
            <PlainLink to="/applications" current={!state["status"]}>{t("all.title")}</PlainLink>
            {columns.map((column) => {
              const status = statusesOf(column).join(",");
              return <PlainLink key={column} to="/applications" search={{ status }} current={state["status"] === status}>{t(`column.${column}`)}</PlainLink>;
            })}
          </nav>
        }
      />
    </>
  );
}
