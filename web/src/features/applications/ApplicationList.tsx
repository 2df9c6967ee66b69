import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import { statuses } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import type { UrlState } from "@/shared/table/url-state";
import { NextDate, Waiting } from "./parts";
import type { Application } from "./types";

const keys: Record<string, (one: Application) => string> = {
  job: (one) => one.job.title.toLocaleLowerCase(),
  state: (one) => String(statuses.indexOf(one.status)).padStart(2, "0"),
  next: (one) => one.offer?.deadline_at ?? one.interview_at ?? "9999",
  applied: (one) => one.applied_at,
};

function sorted(rows: Application[], sort: string): Application[] {
  const down = sort.startsWith("-");
  const key = keys[down ? sort.slice(1) : sort];
  if (!key) return rows;
  const order = [...rows].sort((a, b) => key(a).localeCompare(key(b)));
  return down ? order.toReversed() : order;
}

/** The board's cards as rows. All of them are here, so the order is the browser's own. */
export function ApplicationList({ rows, state, onSort }: { rows: Application[]; state: UrlState; onSort: (sort: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const table: TableColumn<Application>[] = [
    { key: "job", label: t("job.role"), sort: "job", card: "title", cell: (one) => <Link className="name" to="/applications/$applicationId" params={{ applicationId: one.id }}>{one.job.title}<span className="faint small block name-sub">{one.job.company.name}</span></Link> },
    { key: "state", label: t("job.state"), sort: "state", card: "tag", cell: (one) => <StatusTag status={one.status} /> },
    { key: "next", label: t("board.next"), sort: "next", cell: (one) => <NextDate application={one} /> },
    { key: "ball", label: t("board.ball"), cell: (one) => <Waiting application={one} /> },
    { key: "applied", label: t("board.applied"), sort: "applied", downFirst: true, num: true, cell: (one) => format.day(one.applied_at) },
  ];
  return (
    <section className="card">
      <DataTable
        caption={t("nav.applications")} columns={table} rows={sorted(rows, state["sort"] ?? "-applied")} rowId={(one) => one.id} rowName={(one) => one.job.title}
        state={state} defaultSort="-applied" onSort={onSort}
      />
    </section>
  );
}
