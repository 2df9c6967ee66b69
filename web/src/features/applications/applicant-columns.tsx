import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import { statuses } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import type { TableColumn } from "@/shared/table/DataTable";
import type { Filter } from "@/shared/table/FilterMenu";
import { HeldNote } from "./HeldNote";
import type { Application } from "./types";

/** `show` opens the panel beside the table; without room for it the name is a plain link to the page. */
export function useApplicantColumns(show: ((id: string) => void) | null): TableColumn<Application>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      key: "student", label: t("application.student"), sort: "full_name", card: "title",
      cell: (row) => (
        <Link
          className="name" dir="auto" to="/applications/$applicationId" params={{ applicationId: row.id }}
          onClick={(event) => {
            if (!show || event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            show(row.id);
          }}
        >
          {row.student.full_name}
        </Link>
      ),
    },
    { key: "roll", label: t("field.roll_no"), sort: "roll_no", className: "code faint", card: "hidden", cell: (row) => row.student.roll_no ?? "·" },
    { key: "branch", label: t("field.branch"), sort: "branch", className: "clip-cell", cell: (row) => row.student.branch ?? "·" },
    { key: "cgpa", label: t("field.cgpa"), num: true, sort: "cgpa", downFirst: true, cell: (row) => (row.student.cgpa === null ? "·" : format.number(row.student.cgpa, 2)) },
    { key: "state", label: t("job.state"), card: "tag", cell: (row) => <><StatusTag status={row.status} />{row.held && <span className="block"><HeldNote held={row.held} /></span>}</> },
    { key: "since", label: t("table.since"), num: true, cell: (row) => <span className="faint">{format.shortSince(row.since)}</span> },
  ];
}

export function useApplicantFilters(): Filter[] {
  const { t } = useTranslation();
  return [
    { name: "status", label: t("job.state"), many: true, options: statuses.map((value) => ({ value, label: t(`status.${value}`) })), words: (value) => value.split(",").map((one) => t(`status.${one}`)).join(", ") },
    { name: "min_cgpa", label: t("job.minCgpa"), type: "number", words: (value) => t("applicants.cgpaFrom", { value }) },
    { name: "branch", label: t("field.branch"), words: (value) => value },
  ];
}
